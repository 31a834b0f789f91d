using System.Reflection;

namespace ParallelCompute.Shipping;

/// <summary>Follows a function into all that it reaches within its own class, and collects what is read.</summary>
internal sealed class ReachWalk
{
    private readonly Type? _self;
    private readonly HashSet<Type> _family = [];
    private readonly HashSet<(Module Module, int Token, ulong Self)> _seen = [];
    private readonly Queue<(MethodBase Method, ulong Self)> _queue = [];
    private readonly HashSet<Type> _machines = [];

    private ReachWalk(Type? self) => _self = self;

    public Reach Reach { get; } = new();

    /// <summary>Walks a method.</summary>
    /// <param name="method">The closed method.</param>
    /// <param name="self">Type of the user's own <c>this</c>, where one is bound or captured.</param>
    /// <param name="bound">Whether the first argument of the method is that object.</param>
    public static Reach Of(MethodInfo method, Type? self, bool bound)
    {
        var walk = new ReachWalk(self);
        walk._family.Add(CompilerNames.Outermost(method.DeclaringType!));
        for (var type = self; type is not null && !FrameworkCode.Contains(type); type = type.BaseType)
        {
            walk._family.Add(CompilerNames.Outermost(type));
        }

        walk.Enqueue(method, bound ? 1u : 0);
        while (walk._queue.TryDequeue(out var next))
        {
            new MethodWalk(next.Method, next.Self, walk).Run();
        }

        return walk.Reach;
    }

    /// <summary>Notes that the user's <c>this</c> went where its use cannot be seen.</summary>
    public void Escape()
    {
        if (_self is not null)
        {
            Reach.AddWhole(_self);
        }
    }

    public void Read(FieldInfo field, bool ofSelf)
    {
        if (field.IsStatic)
        {
            ReadStatic(field);
        }
        else if (ofSelf || CompilerNames.IsGenerated(field.DeclaringType!))
        {
            Reach.Add(field);
        }
    }

    /// <summary>The body that a call on the user's <c>this</c> runs; null where it cannot be told.</summary>
    public MethodBase? Dispatch(MethodBase method) => !IsOnSelf(method) || !method.IsVirtual ? method
        : VirtualCalls.Find(_self!, (MethodInfo)method);

    /// <summary>A call; bits of <paramref name="self"/> mark the arguments that are the user's <c>this</c>.</summary>
    public void Call(MethodBase method, ulong self, bool isVirtual)
    {
        Mention(method.DeclaringType);
        if (self == 0)
        {
            if (IsFamily(method) || IsStaticGetter(method))
            {
                Enqueue(method, 0);
            }

            return;
        }

        var receives = (self & 1) != 0 && !method.IsStatic && !method.IsConstructor && IsOnSelf(method);
        var body = receives && isVirtual ? Dispatch(method) : method;
        if (body is not null && IsHarmless(body) && self == 1)
        {
            return;
        }

        if (body is null || !CanWalk(body, receives) || (!receives && isVirtual && method.IsVirtual))
        {
            Escape();
            return;
        }

        _family.Add(CompilerNames.Outermost(body.DeclaringType!));
        Enqueue(body, self);
    }

    /// <summary>A method whose address is taken: a lambda or a method group.</summary>
    public void Point(MethodBase method)
    {
        if (IsFamily(method))
        {
            Enqueue(method, 0);
        }
    }

    /// <summary>All code of a state machine counts as reached once it is touched.</summary>
    public void Mention(Type? type)
    {
        if (type is null || !CompilerNames.IsStateMachine(type) || !_machines.Add(type))
        {
            return;
        }

        foreach (var method in type.GetMethods(Members.OfInstance | BindingFlags.DeclaredOnly))
        {
            Enqueue(method, 0);
        }
    }

    private static bool IsHarmless(MethodBase method) => method.DeclaringType == typeof(object) &&
        (method.IsConstructor || method.Name == nameof(GetType));

    private static bool IsStaticGetter(MethodBase method) => method is { IsStatic: true, IsSpecialName: true } &&
        method.Name.StartsWith("get_", StringComparison.Ordinal) && !FrameworkCode.Contains(method.Module.Assembly);

    private bool IsOnSelf(MethodBase method) => _self is not null && method.DeclaringType!.IsAssignableFrom(_self);

    private bool IsFamily(MethodBase method) =>
        method.DeclaringType is { } type && _family.Contains(CompilerNames.Outermost(type));

    private bool CanWalk(MethodBase method, bool receives) =>
        !method.IsAbstract && method.GetMethodBody() is not null &&
        (receives ? !FrameworkCode.Contains(method.Module.Assembly) : IsFamily(method));

    private void Enqueue(MethodBase method, ulong self)
    {
        // By token, not by closed method: generic recursion would never end, and fields have the same tokens in all.
        if (_seen.Add((method.Module, method.MetadataToken, self)))
        {
            _queue.Enqueue((method, self));
        }
    }

    private void ReadStatic(FieldInfo field)
    {
        if (!field.IsInitOnly && !field.IsLiteral && !FrameworkCode.Contains(field.DeclaringType!) &&
            !CompilerNames.IsGenerated(field.DeclaringType!))
        {
            Reach.AddStatic(field);
        }
    }
}
