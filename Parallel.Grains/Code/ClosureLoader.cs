using System.Runtime.CompilerServices;
using ParallelCompute.Values;
using ParallelCompute.Wire;

namespace ParallelCompute.Code;

/// <summary>Rebuilds the objects of one function message, each once.</summary>
internal sealed class ClosureLoader(FunctionLoader methods, ClosureFields fields, ValueReader values)
{
    private readonly List<object> _opened = [];

    public Delegate Bind(Function function)
    {
        var loaded = methods.Method(function);
        var (type, parameters) = methods.DelegateType(function);
        var target = function.Target is { } closure ? Open(closure)
            : loaded.Arguments == parameters ? null
            : function.Bound is { } blob ? values.ReadApart(loaded.Bound, methods.Fetch(blob))
            : loaded.Bound.ReadObject(values);
        return loaded.Bind(type, parameters, target);
    }

    private object Open(Closure closure)
    {
        if (closure.SameAs != 0)
        {
            return closure.SameAs > 0 && closure.SameAs <= _opened.Count ? _opened[closure.SameAs - 1]
                : throw new ShippingException($"closure {closure.SameAs} is named before it was opened");
        }

        var type = fields.TypeOf(closure);
        var target = RuntimeHelpers.GetUninitializedObject(type);

        // Its constructor did not run and it may lack fields: nothing that a finalizer could rely on.
#pragma warning disable CA1816 // the object is not a disposable of ours
        GC.SuppressFinalize(target);
#pragma warning restore CA1816
        _opened.Add(target);
        foreach (var field in closure.Fields)
        {
            var place = fields.Find(type, field);
            place.Set(target, field.ContentCase switch
            {
                ClosureField.ContentOneofCase.Closure => Open(field.Closure),
                ClosureField.ContentOneofCase.Function => Bind(field.Function),
                ClosureField.ContentOneofCase.Blob => values.ReadApart(place.Codec, methods.Fetch(field.Blob)),
                _ => place.Codec.ReadObject(values),
            });
        }

        return target;
    }
}
