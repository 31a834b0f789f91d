using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ParallelCompute.Values;

/// <summary>Says which types cannot be sent, and what to do instead.</summary>
internal static class Refusals
{
    private const string ClientAssembly = "Parallel.Client";
    private const string LoggerInterface = "Microsoft.Extensions.Logging.ILogger";
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Why values of the type can never be sent; null when they can.</summary>
    public static string? Of(Type type) => OfUnusable(type) ??
        (type.IsArray || LibraryCodecs.Find(type) is not null ? null : OfSpecial(type) ??
        (BaseLibrary.Contains(type) ? OfBaseLibrary(type) : type.IsInterface ? null : OfUserType(type)));

    /// <summary>Why no generic code can handle the type at all; null when it can.</summary>
    public static string? OfUnusable(Type type)
    {
        if (type.IsPointer || type.IsFunctionPointer)
        {
            return $"{TypeText.Of(type)} is a pointer, which means nothing in another process";
        }

        if (type.IsByRef || type.IsByRefLike || type == typeof(void))
        {
            return $"{TypeText.Of(type)} lives on the stack only and cannot be sent; use an array or a class";
        }

        return type.ContainsGenericParameters ? $"{TypeText.Of(type)} is an open type and has no values" : null;
    }

    /// <summary>Why values of a type outside of the base library cannot be sent; null when they can.</summary>
    public static string? OfUserType(Type type)
    {
        for (var level = type; level is not null && !IsRoot(level); level = level.BaseType)
        {
            if (BaseLibrary.Contains(level))
            {
                return type.IsAssignableTo(typeof(Exception)) ? null
                    : $"{TypeText.Of(type)} cannot be sent, because it derives from {TypeText.Of(level)}; " +
                      "keep that in a field of its own, or open it in setup";
            }

            if (level.GetMethod("Finalize", Declared, []) is { IsVirtual: true } finalizer &&
                finalizer.GetBaseDefinition().DeclaringType == typeof(object))
            {
                return $"{TypeText.Of(type)} has a finalizer and so owns more than data; create it in setup";
            }
        }

        return type.IsDefined(typeof(InlineArrayAttribute), false) &&
            !Blittable.Is(Members.Fields(type).Single().FieldType)
            ? $"{TypeText.Of(type)} is an inline array of references or handles and cannot be sent; use an array"
            : null;
    }

    // Base classes without a state of their own.
    private static bool IsRoot(Type type) =>
        type == typeof(object) || type == typeof(ValueType) || type == typeof(Enum) || type == typeof(StringComparer) ||
        (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(EqualityComparer<>) ||
            type.GetGenericTypeDefinition() == typeof(Comparer<>)));

    private static string? OfSpecial(Type type)
    {
        var name = TypeText.Of(type);
        if (type == typeof(CancellationToken) || type == typeof(CancellationTokenSource))
        {
            return $"{name} cannot be sent; use WorkerContext.Current.CancellationToken";
        }

        // By name, since a program may bring its own copy of the logging assembly.
        if (type.FullName == LoggerInterface || type.GetInterfaces().Any(i => i.FullName == LoggerInterface))
        {
            return $"{name} cannot be sent; use WorkerContext.Current.Logger";
        }

        if (string.Equals(type.Assembly.GetName().Name, ClientAssembly, StringComparison.Ordinal))
        {
            return $"{name} cannot be sent; the client stays on the client";
        }

        return IsLazy(type) ? $"{name} is a lazy sequence and cannot be sent; call ToArray first" : null;
    }

    private static string? OfBaseLibrary(Type type)
    {
        if (type.IsInterface || IsRoot(type) || type == typeof(Array) || type == typeof(string) ||
            Blittable.Is(type) || CodecFactory.IsListed(type) || type.IsAssignableTo(typeof(Exception)) ||
            type.IsAssignableTo(typeof(Delegate)))
        {
            return null;
        }

        return $"{TypeText.Of(type)} cannot be sent; {Advice(type)}";
    }

    private static string Advice(Type type) =>
        type.IsAssignableTo(typeof(Task)) || type == typeof(ValueTask) || IsValueTaskOfT(type)
            ? "await it first and send its result"
        : type.IsAssignableTo(typeof(MemberInfo)) || type.IsAssignableTo(typeof(Assembly)) ? "send its name"
        : type.IsAssignableTo(typeof(SafeHandle)) || type == typeof(nint) || type == typeof(nuint)
            ? "a handle or pointer means nothing in another process; open it in setup"
        : type == typeof(WeakReference) || IsWeakReferenceOfT(type) ? "send what it refers to"
        : type.IsAssignableTo(typeof(IEnumerable)) && !type.IsAssignableTo(typeof(IDisposable))
            ? "send an array, a List, a Dictionary or a HashSet"
        : "open it in setup";

    private static bool IsWeakReferenceOfT(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(WeakReference<>);

    private static bool IsValueTaskOfT(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>);

    // What yield return compiles to, what LINQ returns (some of it claims to be a list), and what else of the base
    // library can be enumerated without being a collection.
    private static bool IsLazy(Type type)
    {
        if (type.IsInterface || type == typeof(string) || !type.GetInterfaces().Any(IsSequence))
        {
            return false;
        }

        var isGenerated = type.IsDefined(typeof(CompilerGeneratedAttribute), false) || BaseLibrary.Contains(type);
        return IsQuery(type) || (isGenerated && !type.IsAssignableTo(typeof(ICollection)) &&
            !type.GetInterfaces().Any(IsCollection));
    }

    // Not inlined: whatever contains it would load the assemblies that it names.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsQuery(Type type) => type.Assembly == typeof(Enumerable).Assembly ||
        type.IsAssignableTo(typeof(IQueryable)) || type.IsAssignableTo(typeof(ParallelQuery));

    private static bool IsSequence(Type type) => type == typeof(IEnumerable) ||
        (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));

    private static bool IsCollection(Type type) => type.IsGenericType &&
        (type.GetGenericTypeDefinition() == typeof(ICollection<>) ||
         type.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>));
}
