using System.Buffers;
using System.Reflection;
using ParallelCompute.Wire;

namespace ParallelCompute.Code;

/// <summary>Turns types into names that can be sent, and back.</summary>
public static class TypeNames
{
    private const int DeepestName = 64;

    /// <summary>In a name these begin what the runtime would parse, and load assemblies for.</summary>
    private static readonly SearchValues<char> Syntax = SearchValues.Create("[],*&\\");
    private static readonly Assembly CoreLibrary = typeof(object).Assembly;

    /// <summary>The name of a closed type or of a generic definition.</summary>
    /// <exception cref="ShippingException">
    /// Pointers, references and types that are open in part have no name that could be sent.
    /// </exception>
    public static TypeName Of(Type type)
    {
        if (type.IsArray)
        {
            var rank = type.IsVariableBoundArray && type.GetArrayRank() == 1
                ? throw new ShippingException($"{type} has a lower bound of its own and cannot be sent; use T[]")
                : type.GetArrayRank();
            return new TypeName { ArrayRank = rank, Arguments = { Of(type.GetElementType()!) } };
        }

        if (type.IsPointer || type.IsByRef || type.IsFunctionPointer || type.IsGenericParameter ||
            (type.ContainsGenericParameters && !type.IsGenericTypeDefinition))
        {
            throw new ShippingException($"the type {type} cannot be named to another process");
        }

        var plain = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        RequireFile(plain);
        return new TypeName
        {
            Assembly = plain.Assembly == CoreLibrary ? "" : plain.Assembly.GetName().Name!,
            Name = plain.FullName!,
            Arguments = { type.GenericTypeArguments.Select(Of) },
        };
    }

    /// <summary>
    /// The type of that name, with assemblies found by <paramref name="find"/> and never loaded by name.
    /// </summary>
    /// <param name="name">The name, as <see cref="Of"/> made it.</param>
    /// <param name="find">The assembly of a simple name, or null where this client did not bring it.</param>
    /// <exception cref="ShippingException">The assembly or the type is not there.</exception>
    public static Type Resolve(TypeName name, Func<string, Assembly?> find) => Resolve(name, find, 0);

    private static void RequireFile(Type type)
    {
        if (type.Assembly != CoreLibrary && (type.Assembly.IsDynamic || type.Assembly.Location.Length == 0))
        {
            throw new ShippingException($"the type {type} cannot be sent: its assembly " +
                $"{type.Assembly.GetName().Name} was loaded from memory; load it from a file instead");
        }
    }

    private static Type Resolve(TypeName name, Func<string, Assembly?> find, int depth)
    {
        if (depth > DeepestName)
        {
            throw new ShippingException($"a type name is nested deeper than {DeepestName}");
        }

        var arguments = name.Arguments.Select(a => Resolve(a, find, depth + 1)).ToArray();
        try
        {
            if (name.ArrayRank != 0)
            {
                return name.ArrayRank == 1 ? arguments.Single().MakeArrayType()
                    : arguments.Single().MakeArrayType(name.ArrayRank);
            }

            if (name.Name.AsSpan().ContainsAny(Syntax) || name.Name.StartsWith("System.__", StringComparison.Ordinal))
            {
                throw new ShippingException($"the type name {name.Name} is not the name of one type");
            }

            var assembly = name.Assembly.Length == 0 ? CoreLibrary : find(name.Assembly) ?? throw new ShippingException(
                $"the assembly {name.Assembly} of type {name.Name} is not part of the client's program; one that the " +
                "program loads by itself must be loaded before the client is opened");
            var type = assembly.GetType(name.Name, throwOnError: false) ?? throw new ShippingException(
                $"the assembly {assembly.GetName().Name} has no type {name.Name}");
            return arguments.Length == 0 ? type : type.MakeGenericType(arguments);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new ShippingException($"the type name {name.Name} cannot be put together", null, e);
        }
    }
}
