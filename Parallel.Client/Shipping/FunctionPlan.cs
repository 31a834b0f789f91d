using System.Reflection;
using ParallelCompute.Code;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Shipping;

/// <summary>How delegates of one method, delegate type and kind of target are sent.</summary>
internal sealed class FunctionPlan
{
    private readonly Type _delegate;
    private readonly TypeName _delegateType;
    private readonly Function _method;

    private FunctionPlan(Delegate function, Reach reach, ClosurePlan? target, ValueCodec? bound)
    {
        _delegate = function.GetType();
        _delegateType = TypeNames.Of(_delegate);
        (Reach, Target, Bound) = (reach, target, bound);
        _method = MethodNames.Describe(function.Method);
        HoldsDelegates = target is { HoldsDelegates: true };
    }

    public Reach Reach { get; }

    public ClosurePlan? Target { get; }

    /// <summary>Codec of a plain value that the method is bound to.</summary>
    public ValueCodec? Bound { get; }

    public bool HoldsDelegates { get; }

    /// <summary>Plans a delegate that <see cref="ShippableDelegate"/> let pass.</summary>
    /// <param name="function">The delegate.</param>
    /// <param name="self">Type of the user's own <c>this</c>, from <see cref="CapturedThis"/>.</param>
    /// <param name="reach">What is read; null: what the method itself reads.</param>
    public static FunctionPlan Of(Delegate function, Type? self, Reach? reach = null)
    {
        var method = function.Method;
        MethodNames.RequireFile(method);
        if (FirstArgument(function) is { } type)
        {
            return new FunctionPlan(function, reach ?? ReachWalk.Of(method, null, false), null, BoundCodec(type));
        }

        var isSelf = function.Target is { } target && target.GetType() == self;
        reach ??= ReachWalk.Of(method, self, isSelf);
        return new FunctionPlan(function, reach, PlanTarget(function.Target, reach, self, isSelf), null);
    }

    /// <summary>The message without target and values; its names are shared with other messages.</summary>
    public Function Start(Type delegateType) => new()
    {
        DelegateType = delegateType == _delegate ? _delegateType : TypeNames.Of(delegateType),
        DeclaringType = _method.DeclaringType,
        MethodToken = _method.MethodToken,
        Mvid = _method.Mvid,
        MethodArguments = { _method.MethodArguments },
    };

    // The type of a plain value to which the method is bound: an extension method's, or an object of the framework.
    private static Type? FirstArgument(Delegate function)
    {
        var method = function.Method;
        if (!method.IsStatic)
        {
            return function.Target is not null && FrameworkCode.Contains(method.DeclaringType!)
                ? method.DeclaringType : null;
        }

        var parameters = method.GetParameters();
        return parameters.Length > function.GetType().GetMethod("Invoke")!.GetParameters().Length
            ? parameters[0].ParameterType : null;
    }

    private static ClosurePlan? PlanTarget(object? target, Reach reach, Type? self, bool isSelf)
    {
        try
        {
            return target is null ? null : ClosurePlan.Of(target.GetType(), reach, self);
        }
        catch (ShippingException e) when (isSelf)
        {
            throw e.Within("captured this");
        }
    }

    private static ValueCodec BoundCodec(Type type)
    {
        try
        {
            return ValueCodecs.For(type);
        }
        catch (ShippingException e)
        {
            throw e.Within("bound object");
        }
    }
}
