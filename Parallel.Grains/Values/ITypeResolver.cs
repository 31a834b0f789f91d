using ParallelCompute.Wire;

namespace ParallelCompute.Values;

/// <summary>Finds the types that encoded values name.</summary>
/// <remarks>Implementations are safe to call from any thread and never load an assembly because of a name.</remarks>
public interface ITypeResolver
{
    /// <summary>The type of that name.</summary>
    /// <param name="name">The name, as it came over the wire.</param>
    /// <exception cref="ShippingException">There is no such type among those that may be created.</exception>
    Type Resolve(TypeName name);
}
