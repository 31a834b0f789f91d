using System.Reflection;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Shipping;

/// <summary>Finds the object of the user's own class that a delegate runs on or has captured.</summary>
internal static class CapturedThis
{
    private static readonly ConditionalWeakTable<Type, Way> s_paths = [];

    public static object? Of(Delegate function)
    {
        var at = function.Method.IsStatic ? null : function.Target;
        if (at is null || FrameworkCode.Contains(function.Method.DeclaringType!))
        {
            return null;
        }

        if (s_paths.GetValue(at.GetType(), static type => new Way(type)).Fields is not { } path)
        {
            return null;
        }

        foreach (var field in path)
        {
            at = at is null ? null : field.GetValue(at);
        }

        return at;
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

    // The fields that lead from an object to the user's this: none where it is that, null where it has none.
    private sealed class Way(Type type)
    {
        public FieldInfo[]? Fields { get; } = CompilerNames.IsGenerated(type) ? Path(type)?.ToArray() : [];
    }
}
