using System.Reflection;

namespace ParallelCompute.Execution;

/// <summary>Functions as a programmer knows them, for messages.</summary>
public static class FunctionText
{
    /// <summary>For example <c>Model.Infer</c>, or <c>the lambda in Program.Main</c>.</summary>
    /// <remarks>
    /// The compiler names a lambda <c>&lt;Main&gt;b__0</c> and a local function <c>&lt;Main&gt;g__Infer|0</c>.
    /// </remarks>
    public static string Of(MethodInfo method)
    {
        var type = method.DeclaringType;
        while (type is { IsNested: true } && type.Name.StartsWith('<'))
        {
            type = type.DeclaringType;
        }

        var home = type is null ? "" : type.Name.Split('`')[0] + ".";
        var name = method.Name;
        var end = name.IndexOf('>', StringComparison.Ordinal);
        if (!name.StartsWith('<') || end < 0)
        {
            return home + name;
        }

        var outer = home + name[1..end].Replace("<", "", StringComparison.Ordinal)
            .Replace("$", "", StringComparison.Ordinal);
        return name.AsSpan(end + 1).StartsWith("g__", StringComparison.Ordinal)
            ? $"{name[(end + 4)..].Split('|')[0]} in {outer}"
            : $"the lambda in {outer}";
    }
}
