using System.Reflection;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Execution;

/// <summary>Reads default values of parameters as the compiler means them.</summary>
internal static class DefaultValues
{
    /// <summary>The default of a parameter that has one, of the parameter's type.</summary>
    public static object? Of(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var inner = Nullable.GetUnderlyingType(type);
        return parameter.DefaultValue switch
        {
            // Metadata has no constant for `default` of a struct and says null; its constructor does not run.
            null => type.IsValueType && inner is null ? RuntimeHelpers.GetUninitializedObject(type) : null,
            // The constant of a nullable enum comes as its number.
            var value when inner is { IsEnum: true } => Enum.ToObject(inner, value),
            var value => value,
        };
    }
}
