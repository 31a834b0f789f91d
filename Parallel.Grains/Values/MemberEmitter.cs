using System.Reflection;
using System.Reflection.Emit;

namespace ParallelCompute.Values;

/// <summary>Generates the code that writes and reads the parts of a type.</summary>
/// <remarks>
/// The code is bound to the array of the parts' codecs. It notes which part it is at, so that an error can name it
/// without costing anything before. Numbers are written without asking their codec.
/// </remarks>
internal static class MemberEmitter
{
    public static MemberWriter<T> Writer<T>(Member[] members, ValueCodec[] codecs)
    {
        var method = Method<T>("Write", typeof(void), [typeof(ValueWriter), typeof(T), typeof(int).MakeByRefType()]);
        var il = method.GetILGenerator();
        for (var i = 0; i < members.Length; i++)
        {
            Note(il, OpCodes.Ldarg_3, i);
            var direct = IsDirect(members[i].Type);
            if (!direct)
            {
                Codec(il, i);
            }

            il.Emit(OpCodes.Ldarg_1);
            Load<T>(il, members[i]);
            if (direct)
            {
                il.Emit(OpCodes.Call, Generic(typeof(ValueWriter), nameof(ValueWriter.WriteValue), members[i].Type));
            }
            else
            {
                il.Emit(OpCodes.Callvirt, CodecMethod(members[i].Type, nameof(ValueCodec<>.Write)));
            }
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<MemberWriter<T>>(codecs);
    }

    public static MemberReader<T> Reader<T>(Member[] members, ValueCodec[] codecs, ConstructorInfo? constructor)
    {
        var method = Method<T>(
            "Read", typeof(void), [typeof(ValueReader), typeof(T).MakeByRefType(), typeof(int).MakeByRefType()]);
        var il = method.GetILGenerator();
        if (constructor is not null)
        {
            il.Emit(OpCodes.Ldarg_2);
        }

        for (var i = 0; i < members.Length; i++)
        {
            Note(il, OpCodes.Ldarg_3, i);
            if (constructor is null)
            {
                Target<T>(il);
            }

            Read(il, members[i].Type, i);
            if (constructor is null)
            {
                il.Emit(OpCodes.Stfld, members[i].Field!);
            }
        }

        if (constructor is not null)
        {
            il.Emit(OpCodes.Newobj, constructor);
            il.Emit(OpCodes.Stobj, typeof(T));
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<MemberReader<T>>(codecs);
    }

    private static void Target<T>(ILGenerator il)
    {
        il.Emit(OpCodes.Ldarg_2);
        if (!typeof(T).IsValueType)
        {
            il.Emit(OpCodes.Ldind_Ref);
        }
    }

    private static DynamicMethod Method<T>(string name, Type result, Type[] parameters) =>
        new(name, result, [typeof(ValueCodec[]), .. parameters], typeof(T).Module, skipVisibility: true);

    private static bool IsDirect(Type type) => type.IsPrimitive && type != typeof(bool) && Blittable.Is(type);

    private static void Note(ILGenerator il, OpCode argument, int index)
    {
        il.Emit(argument);
        il.Emit(OpCodes.Ldc_I4, index);
        il.Emit(OpCodes.Stind_I4);
    }

    private static void Codec(ILGenerator il, int index)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, index);
        il.Emit(OpCodes.Ldelem_Ref);
    }

    private static void Load<T>(ILGenerator il, Member member)
    {
        il.Emit(typeof(T).IsValueType ? OpCodes.Ldarga_S : OpCodes.Ldarg_S, (byte)2);
        if (member.Field is { } field)
        {
            il.Emit(OpCodes.Ldfld, field);
        }
        else
        {
            il.Emit(OpCodes.Call, member.Getter!);
        }
    }

    private static void Read(ILGenerator il, Type type, int index)
    {
        if (IsDirect(type))
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Call, Generic(typeof(ValueReader), nameof(ValueReader.ReadValue), type));
            return;
        }

        Codec(il, index);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Callvirt, CodecMethod(type, nameof(ValueCodec<>.Read)));
    }

    private static MethodInfo Generic(Type type, string name, Type argument) =>
        type.GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(argument);

    private static MethodInfo CodecMethod(Type type, string name) =>
        typeof(ValueCodec<>).MakeGenericType(type).GetMethod(name)!;
}
