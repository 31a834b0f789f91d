using ParallelCompute.Values.Library;

namespace ParallelCompute.Values.Kinds;

/// <summary><see cref="Lazy{T}"/>: by its value, which is made now if it was not before.</summary>
internal sealed class LazyKind<T> : IWrapper<Lazy<T>, T>
{
    public static T Inner(Lazy<T> wrapper)
    {
        try
        {
            return wrapper.Value;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new ShippingException($"the {TypeText.Of(typeof(Lazy<T>))} travels by its value, and making that " +
                $"failed: {e.Message}; make it on the worker, in setup", null, e);
        }
    }

    public static Lazy<T> Make(T inner) => new(inner);
}
