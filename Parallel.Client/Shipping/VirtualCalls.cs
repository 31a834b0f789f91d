using System.Reflection;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Shipping;

/// <summary>Finds the method that a virtual or interface call runs on an object of a known type.</summary>
internal static class VirtualCalls
{
    /// <summary>The method, or null where reflection cannot tell.</summary>
    public static MethodInfo? Find(Type type, MethodInfo called)
    {
        var open = called.IsGenericMethod ? called.GetGenericMethodDefinition() : called;
        var found = called.DeclaringType!.IsInterface ? Implementation(type, open) : Override(type, open);
        return found is null || !called.IsGenericMethod ? found : found.MakeGenericMethod(called.GetGenericArguments());
    }

    private static MethodInfo? Implementation(Type type, MethodInfo called)
    {
        var map = type.GetInterfaceMap(called.DeclaringType!);
        var index = Array.FindIndex(map.InterfaceMethods, m => IsSame(m, called));
        return index < 0 ? null : map.TargetMethods[index];
    }

    private static MethodInfo? Override(Type type, MethodInfo called)
    {
        var slot = called.GetBaseDefinition();
        for (var at = type; at is not null; at = at.BaseType)
        {
            foreach (var method in at.GetMethods(Members.OfInstance | BindingFlags.DeclaredOnly))
            {
                // Covariant returns override a slot that GetBaseDefinition does not lead back to.
                if (method.Name == called.Name && method.IsDefined(typeof(PreserveBaseOverridesAttribute), false))
                {
                    return null;
                }

                if (method.IsVirtual && IsSame(method.GetBaseDefinition(), slot))
                {
                    return method;
                }
            }
        }

        return null;
    }

    private static bool IsSame(MethodInfo one, MethodInfo other) =>
        one.Module == other.Module && one.MetadataToken == other.MetadataToken;
}
