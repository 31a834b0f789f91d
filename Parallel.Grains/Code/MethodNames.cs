using System.Reflection;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Code;

/// <summary>Turns methods into names that can be sent, and back.</summary>
public static class MethodNames
{
    private const int MethodTable = 0x06;
    private const string CompiledTree = "System.Runtime.CompilerServices.Closure";
    private static readonly ConditionalWeakTable<MethodInfo, byte[]> Known = [];

    /// <summary>The name of the one method of a delegate.</summary>
    /// <exception cref="ShippingException">The method is in no assembly file that a worker could load.</exception>
    internal static byte[] Of(Delegate function)
    {
        RefuseCompiled(function);
        return Known.GetValue(function.Method, static m =>
        {
            RequireFile(m);
            return Describe(m).ToByteArray();
        });
    }

    /// <summary>A message that names a method, and nothing of the delegate that it may belong to.</summary>
    /// <param name="method">A method that belongs to a type.</param>
    public static Function Describe(MethodInfo method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return new Function
        {
            DeclaringType = TypeNames.Of(method.DeclaringType!),
            MethodToken = method.MetadataToken,
            Mvid = ByteString.CopyFrom(method.Module.ModuleVersionId.ToByteArray()),
            MethodArguments = { method.IsGenericMethod ? method.GetGenericArguments().Select(TypeNames.Of) : [] },
        };
    }

    /// <summary>Refuses what was compiled at run time.</summary>
    /// <param name="function">A delegate of one method.</param>
    /// <exception cref="ShippingException">The method belongs to no assembly.</exception>
    public static void RefuseCompiled(Delegate function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var method = function.Method;
        if (function.Target?.GetType().FullName == CompiledTree || method.DeclaringType is null)
        {
            throw new ShippingException($"the method {method.Name} was compiled at run time (an expression tree or a " +
                "DynamicMethod) and has no assembly file that a worker could load; use a lambda or a method");
        }
    }

    /// <summary>Refuses what a worker cannot load from a file.</summary>
    /// <param name="method">A method that belongs to an assembly.</param>
    /// <exception cref="ShippingException">The assembly has no file.</exception>
    public static void RequireFile(MethodInfo method)
    {
        ArgumentNullException.ThrowIfNull(method);
        var assembly = method.Module.Assembly;
        if (assembly.IsDynamic || assembly.Location.Length == 0)
        {
            throw new ShippingException($"the method {method.DeclaringType}.{method.Name} cannot be sent: its " +
                $"assembly {assembly.GetName().Name} was loaded from memory; load it from a file instead");
        }
    }

    /// <summary>Finds the method of a name that <see cref="Of"/> made.</summary>
    /// <exception cref="ShippingException">It is no name, or not of a method that is there.</exception>
    internal static LoadedMethod Resolve(ReadOnlySpan<byte> name, ITypeResolver types)
    {
        try
        {
            return Find(Function.Parser.ParseFrom(name), types);
        }
        catch (Exception e) when (e is not (ShippingException or OutOfMemoryException))
        {
            // The runtime has many ways of refusing a method that is put together from arbitrary parts.
            throw new ShippingException("the bytes name no method", null, e);
        }
    }

    /// <summary>Finds the method that a message names.</summary>
    /// <exception cref="ShippingException">It is not there, or its assembly was built anew.</exception>
    internal static LoadedMethod Find(Function function, ITypeResolver types)
    {
        var type = types.Resolve(
            function.DeclaringType ?? throw new ShippingException("a function names no declaring type"));
        ModuleVersions.Check(type.Module.FullyQualifiedName, function.Mvid.Span, type.Module.ModuleVersionId);
        var open = function.MethodToken >>> 24 == MethodTable ? type.Module.ResolveMethod(function.MethodToken) : null;
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (open is not MethodInfo || open.DeclaringType != definition)
        {
            throw new ShippingException($"the token {function.MethodToken:X8} is not a method of {type}");
        }

        var method = (MethodInfo)MethodBase.GetMethodFromHandle(open.MethodHandle, type.TypeHandle)!;
        if (method.IsGenericMethodDefinition != function.MethodArguments.Count > 0)
        {
            throw new ShippingException($"{type}.{method.Name} got {function.MethodArguments.Count} type arguments");
        }

        return new LoadedMethod(method.IsGenericMethodDefinition
            ? method.MakeGenericMethod([.. function.MethodArguments.Select(types.Resolve)]) : method);
    }
}
