using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using System.Text;

namespace ParallelCompute.Tests.Architecture;

/// <summary>Prints what other assemblies can see of an assembly, one line a member, in a stable order.</summary>
internal static class ApiPrinter
{
    /// <summary>Generated messages; the wire contract has a snapshot of its own.</summary>
    public const string Wire = "ParallelCompute.Wire";

    // What every record, exception and delegate has.
    private static readonly string[] Implied =
        [typeof(IEquatable<>).Name, nameof(ISerializable), nameof(ICloneable), nameof(MulticastDelegate)];

    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Print(Assembly assembly)
    {
        var text = new StringBuilder();
        var types = assembly.GetExportedTypes().Where(type => type.Namespace != Wire);
        foreach (var type in types.OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Declaration(type)).Append('\n');
            foreach (var line in Lines(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Declaration(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            _ when type.IsSubclassOf(typeof(Delegate)) => "delegate",
            _ => "class",
        };
        var modifier = kind != "class" ? "" : (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static ",
            (true, false) => "abstract ",
            (false, true) => "sealed ",
            _ => "",
        };
        var name = $"{type.Namespace}.{ApiTypeName.Of(type)}";
        var bases = new[] { type.BaseType }.Where(parent => parent is not null && kind == "class")
            .Where(parent => parent != typeof(object)).Concat(kind == "enum" ? [] : type.GetInterfaces())
            .Where(parent => !Implied.Contains(parent!.Name)).Select(parent => ApiTypeName.Of(parent!)).ToArray();
        return $"{modifier}{kind} {name}{(bases.Length == 0 ? "" : $" : {string.Join(", ", bases)}")}";
    }

    private static IEnumerable<string> Lines(Type type) =>
        type.IsEnum ? Enum.GetNames(type).Select(name => $"{name} = {Enum.Format(type, Enum.Parse(type, name), "d")}")
        : type.GetMembers(Members).Where(member => !member.IsDefined(typeof(CompilerGeneratedAttribute))
            || member is PropertyInfo).Select(Line).OfType<string>();

    private static string? Line(MemberInfo member) => member switch
    {
        ConstructorInfo made when IsVisible(made) => $"{Access(made)}new({Parameters(made)})",
        MethodInfo { IsSpecialName: false } method when IsVisible(method) => Access(method)
            + $"{ApiTypeName.Of(method.ReturnParameter)} {MethodName(method)}({Parameters(method)})",
        MethodInfo { IsSpecialName: true } method when IsVisible(method)
            && method.Name.StartsWith("op_", StringComparison.Ordinal) =>
            $"static {ApiTypeName.Of(method.ReturnType)} {method.Name}({Parameters(method)})",
        PropertyInfo property => Property(property),
        FieldInfo field when field.IsPublic || field.IsFamily => $"{(field.IsStatic ? "static " : "")}"
            + $"{ApiTypeName.Of(field)} {field.Name}" + (field.IsLiteral ? $" = {field.GetRawConstantValue()}" : ""),
        EventInfo happening when IsVisible(happening.AddMethod!) =>
            $"event {ApiTypeName.Of(happening.EventHandlerType!)} {happening.Name}",
        _ => null,
    };

    private static string? Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToArray();
        if (accessors.Length == 0)
        {
            return null;
        }

        var set = accessors.FirstOrDefault(accessor => accessor == property.SetMethod);
        var isInit = set?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        var verbs = (accessors.Contains(property.GetMethod) ? "get; " : "")
            + (set is null ? "" : isInit ? "init; " : "set; ");
        var list = property.GetIndexParameters();
        var index = list.Length == 0 ? "" : $"[{string.Join(", ", list.Select(Parameter))}]";
        return $"{Access(accessors[0])}{ApiTypeName.Of(property)} {property.Name}{index} {{ {verbs}}}";
    }

    private static bool IsVisible(MethodBase method) =>
        method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) =>
        (method.IsPublic ? "" : "protected ") + (method.IsStatic ? "static " : "")
        + (method is { IsAbstract: true, DeclaringType.IsInterface: false } ? "abstract " : "");

    private static string MethodName(MethodInfo method) => !method.IsGenericMethod ? method.Name
        : $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(ApiTypeName.Of))}>";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter) => ApiTypeName.Of(parameter) + " " + parameter.Name
        + (!parameter.HasDefaultValue ? "" : $" = {parameter.RawDefaultValue ?? "default"}");
}
