using System.Reflection;
using System.Reflection.Metadata;

namespace ParallelCompute.Shipping;

/// <summary>Runs one method body on marks instead of values, to see what becomes of the user's <c>this</c>.</summary>
internal sealed partial class MethodWalk
{
    private readonly MethodBase _method;
    private readonly ReachWalk _walk;
    private readonly HashSet<int> _arguments = [];
    private readonly HashSet<int> _locals = [];
    private readonly Dictionary<int, Slot[]> _joins = [];
    private readonly Type[] _typeArguments;
    private readonly Type[] _methodArguments;
    private List<Slot> _stack = [];
    private bool _changed;

    /// <summary>Prepares a walk; bits of <paramref name="self"/> mark the user's <c>this</c>.</summary>
    public MethodWalk(MethodBase method, ulong self, ReachWalk walk)
    {
        (_method, _walk) = (method, walk);
        _typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : [];
        _methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        for (var i = 0; i < 64; i++)
        {
            if ((self >> i & 1) != 0)
            {
                _arguments.Add(i);
            }
        }
    }

    public void Run()
    {
        if (_method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } il)
        {
            return;
        }

        try
        {
            // Marks of arguments and locals hold in the whole method: again until none is added.
            do
            {
                _changed = false;
                Scan(body, il);
            }
            while (_changed);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or BadImageFormatException
            or IOException or TypeLoadException or MissingMemberException or IndexOutOfRangeException)
        {
            // Code that names what is not there, or is not shaped as compilers shape it, is not followed.
            _walk.Reach.Everything = true;
        }
    }

    private void Scan(MethodBody body, byte[] il)
    {
        _joins.Clear();
        _stack = [];
        foreach (var clause in body.ExceptionHandlingClauses)
        {
            if (clause.Flags is ExceptionHandlingClauseOptions.Clause or ExceptionHandlingClauseOptions.Filter)
            {
                _joins[clause.HandlerOffset] = [default];
            }

            if (clause.Flags == ExceptionHandlingClauseOptions.Filter)
            {
                _joins[clause.FilterOffset] = [default];
            }
        }

        var falls = true;
        foreach (var instruction in IlReader.Read(il))
        {
            Enter(instruction.Offset, falls);
            Step(instruction);
            falls = instruction.Op is not (ILOpCode.Br or ILOpCode.Br_s or ILOpCode.Leave or ILOpCode.Leave_s or
                ILOpCode.Ret or ILOpCode.Throw or ILOpCode.Rethrow or ILOpCode.Endfinally or ILOpCode.Endfilter or
                ILOpCode.Jmp);
        }
    }

    // Compilers leave the stack empty after an unconditional jump unless an earlier jump leads there.
    private void Enter(int offset, bool falls)
    {
        if (!_joins.TryGetValue(offset, out var joined))
        {
            if (!falls)
            {
                _stack.Clear();
            }
        }
        else if (falls)
        {
            _stack = [.. Merge(_stack, joined)];
        }
        else
        {
            _stack = [.. joined];
        }
    }

    private static Slot[] Merge(IReadOnlyList<Slot> one, IReadOnlyList<Slot> other)
    {
        if (one.Count != other.Count)
        {
            throw new InvalidOperationException("two ways to one instruction leave stacks of different depth");
        }

        return [.. one.Zip(other, (a, b) => new Slot(a.IsSelf || b.IsSelf, a.Pointer == b.Pointer ? a.Pointer : null))];
    }

    private void Jump(IlInstruction instruction)
    {
        foreach (var target in instruction.Targets)
        {
            if (target > instruction.Offset)
            {
                _joins[target] = _joins.TryGetValue(target, out var joined) ? Merge(_stack, joined) : [.. _stack];
            }
            else if (_stack.Any(s => s.IsSelf))
            {
                _walk.Escape();
            }
        }
    }

    private void Push(bool isSelf = false, MethodBase? pointer = null) => _stack.Add(new Slot(isSelf, pointer));

    private Slot Pop()
    {
        var top = _stack.Count > 0 ? _stack[^1]
            : throw new InvalidOperationException("an instruction takes more values than there are");
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    // Takes a value where it goes out of sight.
    private void PopAway()
    {
        if (Pop().IsSelf)
        {
            _walk.Escape();
        }
    }

    private readonly record struct Slot(bool IsSelf, MethodBase? Pointer);
}
