using System.Reflection;
using System.Reflection.Metadata;

namespace ParallelCompute.Shipping;

/// <content>What each instruction does to the marks.</content>
internal sealed partial class MethodWalk
{
    private bool _constrained;

    private void Step(IlInstruction instruction)
    {
        switch (instruction.Op)
        {
            case ILOpCode.Ldarg or ILOpCode.Ldarga:
                Push(_arguments.Contains(instruction.Operand));
                break;
            case ILOpCode.Ldloc or ILOpCode.Ldloca:
                Push(_locals.Contains(instruction.Operand));
                break;
            case ILOpCode.Starg:
                Store(_arguments, instruction.Operand);
                break;
            case ILOpCode.Stloc:
                Store(_locals, instruction.Operand);
                break;
            case ILOpCode.Dup:
                _stack.Add(Pop());
                _stack.Add(_stack[^1]);
                break;
            case ILOpCode.Castclass or ILOpCode.Isinst or ILOpCode.Constrained:
                _constrained = instruction.Op == ILOpCode.Constrained;
                break;
            case ILOpCode.Pop:
                Pop();
                break;
            case ILOpCode.Brtrue or ILOpCode.Brtrue_s or ILOpCode.Brfalse or ILOpCode.Brfalse_s:
                // A test for null reads no field.
                Pop();
                Jump(instruction);
                break;
            case ILOpCode.Ret:
                Return();
                break;
            case ILOpCode.Leave or ILOpCode.Leave_s:
                _stack.Clear();
                Jump(instruction);
                break;
            default:
                StepToMember(instruction);
                break;
        }
    }

    private void StepToMember(IlInstruction instruction)
    {
        switch (instruction.Op)
        {
            case ILOpCode.Ldfld or ILOpCode.Ldflda or ILOpCode.Ldsfld or ILOpCode.Ldsflda:
                Load(Field(instruction));
                break;
            case ILOpCode.Stfld:
                StoreField(Field(instruction));
                break;
            case ILOpCode.Ldtoken:
                LoadToken(instruction);
                break;
            case ILOpCode.Ldftn:
                var method = Method(instruction);
                _walk.Point(method);
                Push(pointer: method);
                break;
            case ILOpCode.Ldvirtftn:
                var declared = Method(instruction);
                _walk.Point(declared);
                Push(pointer: Pop().IsSelf ? _walk.Dispatch(declared) : null);
                break;
            case ILOpCode.Call or ILOpCode.Callvirt or ILOpCode.Newobj:
                Call(instruction, Method(instruction));
                _constrained = false;
                break;
            case ILOpCode.Calli:
                CallPointer(instruction);
                break;
            default:
                StepPlainly(instruction);
                break;
        }
    }

    private void StepPlainly(IlInstruction instruction)
    {
        for (var i = IlReader.Pops(instruction.Code); i > 0; i--)
        {
            PopAway();
        }

        for (var i = IlReader.Pushes(instruction.Code); i > 0; i--)
        {
            Push();
        }

        Jump(instruction);
    }

    private void Return()
    {
        if (_method is MethodInfo { ReturnType: var type } && type != typeof(void))
        {
            PopAway();
        }
    }

    private void Store(HashSet<int> marks, int index) => _changed |= Pop().IsSelf && marks.Add(index);

    private void Load(FieldInfo field)
    {
        var isSelf = !field.IsStatic && Pop().IsSelf;
        _walk.Mention(field.DeclaringType);
        _walk.Read(field, isSelf);
        Push(CompilerNames.HoldsThis(field));
    }

    private void StoreField(FieldInfo field)
    {
        var value = Pop();
        Pop();
        _walk.Mention(field.DeclaringType);
        if (value.IsSelf && !CompilerNames.HoldsThis(field))
        {
            _walk.Escape();
        }
    }

    // Expression trees name the captured variables that they read.
    private void LoadToken(IlInstruction instruction)
    {
        switch (_method.Module.ResolveMember(instruction.Operand, _typeArguments, _methodArguments))
        {
            case FieldInfo field:
                _walk.Read(field, ofSelf: true);
                break;
            case MethodBase method:
                _walk.Point(method);
                break;
        }

        Push();
    }

    private void Call(IlInstruction instruction, MethodBase method)
    {
        var creates = instruction.Op == ILOpCode.Newobj;
        var count = method.GetParameters().Length + (method.IsStatic || creates ? 0 : 1);
        var from = _stack.Count - count;
        var arguments = from >= 0 ? _stack[from..]
            : throw new InvalidOperationException("a call takes more values than there are");
        _stack.RemoveRange(from, count);
        if (creates && typeof(Delegate).IsAssignableFrom(method.DeclaringType))
        {
            Bind(arguments[0], arguments[1]);
        }
        else
        {
            Pass(method, arguments, creates, instruction.Op == ILOpCode.Callvirt);
        }

        if (creates || (method is MethodInfo { ReturnType: var type } && type != typeof(void)))
        {
            Push();
        }
    }

    private void Pass(MethodBase method, List<Slot> arguments, bool creates, bool isVirtual)
    {
        ulong self = 0;
        for (var i = 0; i < arguments.Count; i++)
        {
            var position = creates ? i + 1 : i;
            if (arguments[i].IsSelf && (position > 63 || _constrained))
            {
                _walk.Escape();
            }
            else if (arguments[i].IsSelf)
            {
                self |= 1ul << position;
            }
        }

        _walk.Call(method, self, isVirtual);
    }

    // A delegate on the user's this: its method will run with it.
    private void Bind(Slot target, Slot pointer)
    {
        if (target.IsSelf && pointer.Pointer is { } method)
        {
            _walk.Call(method, 1, isVirtual: false);
        }
        else if (target.IsSelf)
        {
            _walk.Escape();
        }
    }

    private void CallPointer(IlInstruction instruction)
    {
        // Calling convention (0x20: has a this), number of parameters, return type (1: void).
        var signature = _method.Module.ResolveSignature(instruction.Operand);
        for (var i = signature[1] + ((signature[0] & 0x20) != 0 ? 2 : 1); i > 0; i--)
        {
            PopAway();
        }

        if (signature[2] != 1)
        {
            Push();
        }
    }

    private FieldInfo Field(IlInstruction instruction) =>
        _method.Module.ResolveField(instruction.Operand, _typeArguments, _methodArguments)!;

    private MethodBase Method(IlInstruction instruction) =>
        _method.Module.ResolveMethod(instruction.Operand, _typeArguments, _methodArguments)!;
}
