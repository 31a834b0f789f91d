using System.Reflection;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Shipping;

/// <summary>Finds the object of the user's own class that a delegate runs on, directly or through its closures.</summary>
internal static class CapturedThis
{
    private static readonly ConditionalWeakTable<Type, FieldInfo[]> s_paths = [];

    public static object? Of(Delegate function)
    {
        var at = function.Method.IsStatic ? null : function.Target;
        if (at is null || FrameworkCode.Contains(function.Method.DeclaringType!))
        {
            return null;
        }

        if (!CompilerNames.IsGenerated(at.GetType()))
        {
            return at;
        }

        var path = s_paths.GetValue(at.GetType(), type => [.. Path(type) ?? []]);
        foreach (var field in path)
        {
            at = at is null ? null : field.GetValue(at);
        }

        return path.Length == 0 ? null : at;
    }

    private static IEnumerable<FieldInfo>? Path(Type closure)
    {
        var fields = closure.GetFields(Members.OfInstance);
        if (fields.FirstOrDefault(CompilerNames.HoldsThis) is { } self)
        {
            return [self];
        }

        return fields.Where(CompilerNames.HoldsClosure)
            .Select(f => Path(f.FieldType) is { } rest ? rest.Prepend(f) : null).FirstOrDefault(p => p is not null);
    }
}
