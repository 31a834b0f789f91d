using System.Reflection;

namespace ParallelCompute.Shipping;

/// <summary>Which members are looked up.</summary>
internal static class Members
{
    /// <summary>Instance members of any visibility.</summary>
    public const BindingFlags OfInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
}
