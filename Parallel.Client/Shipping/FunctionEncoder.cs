using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Shipping;

/// <summary>Writes one function and what it has captured, each object once.</summary>
internal sealed class FunctionEncoder(ValueWriter writer, Reach? reach, LargeConstants? constants)
{
    private readonly List<object> _opened = [];

    public Function Encode(Delegate function, Type delegateType, FunctionPlan plan)
    {
        var message = plan.Start(delegateType);
        if (plan.Target is not null)
        {
            message.Target = Encode(plan.Target, function.Target!);
        }
        else
        {
            message.Bound = plan.Bound is null ? null : Write(plan.Bound, function.Target);
        }

        return message;
    }

    /// <summary>Writes a value among the others; returns the blob that it became instead where it is large.</summary>
    private Blob? Write(ValueCodec codec, object? value)
    {
        var start = writer.Position;
        writer.NextPart();
        codec.WriteObject(writer, value);
        writer.CheckSize();
        return constants?.Cut(writer, start);
    }

    private Closure Encode(ClosurePlan plan, object target)
    {
        for (var i = 0; i < _opened.Count; i++)
        {
            if (ReferenceEquals(_opened[i], target))
            {
                return new Closure { SameAs = i + 1 };
            }
        }

        _opened.Add(target);
        var message = new Closure { Type = plan.Type };
        foreach (var field in plan.Fields)
        {
            try
            {
                Encode(field, field.Field.GetValue(target), message);
            }
            catch (ShippingException e) when (field.Nested is null)
            {
                throw e.Within(field.Step);
            }
        }

        return message;
    }

    private void Encode(FieldPlan field, object? value, Closure message)
    {
        if (field.Codec is not null)
        {
            var blob = Write(field.Codec, value);
            message.Fields.Add(blob is null ? field.Label : new ClosureField(field.Label) { Blob = blob });
        }
        else if (value is not null)
        {
            var content = field.Label.Clone();
            message.Fields.Add(content);
            if (field.Nested is not null)
            {
                content.Closure = Encode(field.Nested, value);
            }
            else
            {
                var function = ShippableDelegate.Of((Delegate)value);
                content.Function = Encode(function, value.GetType(), FunctionPlans.For(function, reach!));
            }
        }
    }
}
