using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace ParallelCompute.Shipping;

/// <summary>Cuts the bytes of a method body into instructions.</summary>
internal static class IlReader
{
    private static readonly OpCode[] s_codes = new OpCode[512];
    private static readonly int[] s_pops = new int[512];
    private static readonly int[] s_pushes = new int[512];

    static IlReader()
    {
        foreach (var field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var code = (OpCode)field.GetValue(null)!;
            var index = Index(code);
            s_codes[index] = code;
            s_pops[index] = Count(code.StackBehaviourPop);
            s_pushes[index] = Count(code.StackBehaviourPush);
        }
    }

    /// <summary>Values taken from the stack; 0 for calls, where they depend on the callee.</summary>
    public static int Pops(OpCode code) => s_pops[Index(code)];

    /// <summary>Values left on the stack; 0 for calls, where they depend on the callee.</summary>
    public static int Pushes(OpCode code) => s_pushes[Index(code)];

    public static IEnumerable<IlInstruction> Read(byte[] il)
    {
        for (var at = 0; at < il.Length;)
        {
            var start = at;
            var code = il[at] == 0xFE ? s_codes[256 + il[at + 1]] : s_codes[il[at]];
            at += code.Size;
            var operand = Operand(il, code, ref at, out var targets);
            yield return Widen(new IlInstruction(start, (ILOpCode)(ushort)code.Value, code, operand, targets));
        }
    }

    private static int Operand(byte[] il, OpCode code, ref int at, out IReadOnlyList<int> targets)
    {
        targets = [];
        var bytes = il.AsSpan(at);
        switch (code.OperandType)
        {
            case OperandType.InlineNone:
                return 0;
            case OperandType.ShortInlineBrTarget:
                at += 1;
                targets = [at + (sbyte)bytes[0]];
                return 0;
            case OperandType.InlineBrTarget:
                at += 4;
                targets = [at + BinaryPrimitives.ReadInt32LittleEndian(bytes)];
                return 0;
            case OperandType.InlineSwitch:
                targets = Switch(bytes, ref at);
                return 0;
            case OperandType.ShortInlineI or OperandType.ShortInlineVar:
                at += 1;
                return bytes[0];
            case OperandType.InlineVar:
                at += 2;
                return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            case OperandType.InlineI8 or OperandType.InlineR:
                at += 8;
                return 0;
            default:
                at += 4;
                return BinaryPrimitives.ReadInt32LittleEndian(bytes);
        }
    }

    private static int[] Switch(Span<byte> bytes, ref int at)
    {
        var targets = new int[BinaryPrimitives.ReadInt32LittleEndian(bytes)];
        at += 4 + (4 * targets.Length);
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = at + BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 + (4 * i))..]);
        }

        return targets;
    }

    private static IlInstruction Widen(IlInstruction i) => i.Op switch
    {
        >= ILOpCode.Ldarg_0 and <= ILOpCode.Ldarg_3 => Widen(i, ILOpCode.Ldarg, ILOpCode.Ldarg_0),
        >= ILOpCode.Ldloc_0 and <= ILOpCode.Ldloc_3 => Widen(i, ILOpCode.Ldloc, ILOpCode.Ldloc_0),
        >= ILOpCode.Stloc_0 and <= ILOpCode.Stloc_3 => Widen(i, ILOpCode.Stloc, ILOpCode.Stloc_0),
        ILOpCode.Ldarg_s => i with { Op = ILOpCode.Ldarg },
        ILOpCode.Ldarga_s => i with { Op = ILOpCode.Ldarga },
        ILOpCode.Starg_s => i with { Op = ILOpCode.Starg },
        ILOpCode.Ldloc_s => i with { Op = ILOpCode.Ldloc },
        ILOpCode.Ldloca_s => i with { Op = ILOpCode.Ldloca },
        ILOpCode.Stloc_s => i with { Op = ILOpCode.Stloc },
        _ => i,
    };

    private static IlInstruction Widen(IlInstruction i, ILOpCode wide, ILOpCode first) =>
        i with { Op = wide, Operand = i.Op - first };

    private static int Index(OpCode code) => (code.Size == 2 ? 256 : 0) + (code.Value & 0xFF);

    // The names say it: Pop0, Popi, Popi_popi8, Push1_push1; Var… depends on the operand.
    private static int Count(StackBehaviour behavior) => behavior is StackBehaviour.Pop0 or StackBehaviour.Push0
        or StackBehaviour.Varpop or StackBehaviour.Varpush ? 0 : behavior.ToString().Split('_').Length;
}
