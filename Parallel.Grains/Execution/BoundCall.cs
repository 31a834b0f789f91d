using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Execution;

/// <summary>Makes delegates that call a function with all parameters but the first already given.</summary>
/// <remarks>
/// Values lie in an array that the delegate carries, value types in a <see cref="StrongBox{T}"/> of their own type. Types
/// were checked when the values were bound, so the generated code casts nothing and calls the method itself.
/// </remarks>
internal static class BoundCall
{
    private static readonly Module Home = typeof(BoundCall).Module;

    public static Delegate Create(
        Delegate function, FunctionSignature signature, Type item, Type result, IReadOnlyList<object?> values)
    {
        var thunk = new DynamicMethod(signature.Method.Name, result, [typeof(object[]), item], Home, skipVisibility: true);
        var il = thunk.GetILGenerator();
        List<object?> state = [];
        if (signature.HasTarget)
        {
            LoadTarget(il, signature.Method);
            state.Add(function.Target);
        }

        il.Emit(OpCodes.Ldarg_1);
        Box(il, item, signature.Item.Type);
        for (var i = 0; i < values.Count; i++)
        {
            var type = signature.Named[i].Type;
            LoadElement(il, state.Count);
            state.Add(type.IsValueType ? LoadUnboxed(il, type, values[i]) : values[i]);
        }

        var isOpenInstance = !signature.HasTarget && !signature.Method.IsStatic;
        il.Emit(isOpenInstance ? OpCodes.Callvirt : OpCodes.Call, signature.Method);
        Box(il, signature.ReturnType, result);
        il.Emit(OpCodes.Ret);
        return thunk.CreateDelegate(typeof(Func<,>).MakeGenericType(item, result), state.ToArray());
    }

    private static void LoadTarget(ILGenerator il, MethodInfo method)
    {
        LoadElement(il, 0);
        if (!method.IsStatic && method.DeclaringType!.IsValueType)
        {
            il.Emit(OpCodes.Unbox, method.DeclaringType);
        }
    }

    private static void LoadElement(ILGenerator il, int index)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, index);
        il.Emit(OpCodes.Ldelem_Ref);
    }

    private static object LoadUnboxed(ILGenerator il, Type type, object? value)
    {
        var boxType = typeof(StrongBox<>).MakeGenericType(type);
        il.Emit(OpCodes.Ldfld, boxType.GetField(nameof(StrongBox<>.Value))!);
        var box = (IStrongBox)Activator.CreateInstance(boxType)!;
        box.Value = value;
        return box;
    }

    private static void Box(ILGenerator il, Type from, Type to)
    {
        if (from.IsValueType && !to.IsValueType)
        {
            il.Emit(OpCodes.Box, from);
        }
    }
}
