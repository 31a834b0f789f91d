using System.Reflection;
using System.Text;
using Google.Protobuf.Reflection;

namespace ParallelCompute.Tests.Architecture;

/// <summary>
/// Silos and clients of different builds meet on the wire: numbers and types there change on purpose only.
/// </summary>
public sealed class WireContractTests
{
    [Fact]
    public void The_wire_contract_is_the_approved_one()
    {
        var text = new StringBuilder();
        foreach (var file in Descriptors().OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            text.Append(file.Name).Append(" (package ").Append(file.Package).Append(")\n");
            file.MessageTypes.OrderBy(type => type.Name, StringComparer.Ordinal).ToList()
                .ForEach(type => Print(type, text, "  "));
            file.EnumTypes.OrderBy(type => type.Name, StringComparer.Ordinal).ToList()
                .ForEach(type => Print(type, text, "  "));
        }

        Snapshot.Check("Wire", text.ToString());
    }

    private static IEnumerable<FileDescriptor> Descriptors() =>
        Repository.Libraries.SelectMany(name => Assembly.Load(name).GetTypes())
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
            .Where(property => property?.PropertyType == typeof(FileDescriptor))
            .Select(property => (FileDescriptor)property!.GetValue(null)!);

    private static void Print(MessageDescriptor message, StringBuilder text, string indent)
    {
        text.Append(indent).Append("message ").Append(message.Name).Append('\n');
        foreach (var field in message.Fields.InFieldNumberOrder())
        {
            text.Append(indent).Append("  ").Append(field.FieldNumber).Append(": ")
                .Append(TypeOf(field)).Append(' ').Append(field.Name);
            text.Append(field.ContainingOneof is { } oneof ? $" (oneof {oneof.Name})\n" : "\n");
        }

        foreach (var nested in message.NestedTypes.Where(nested => !nested.GetOptions().MapEntry))
        {
            Print(nested, text, indent + "  ");
        }

        foreach (var nested in message.EnumTypes)
        {
            Print(nested, text, indent + "  ");
        }
    }

    private static void Print(EnumDescriptor type, StringBuilder text, string indent)
    {
        text.Append(indent).Append("enum ").Append(type.Name).Append('\n');
        foreach (var value in type.Values)
        {
            text.Append(indent).Append("  ").Append(value.Number).Append(": ").Append(value.Name).Append('\n');
        }
    }

    private static string TypeOf(FieldDescriptor field) => field switch
    {
        { IsMap: true } => $"map<{TypeOf(field.MessageType.FindFieldByNumber(1))}, "
            + $"{TypeOf(field.MessageType.FindFieldByNumber(2))}>",
        { IsRepeated: true } => $"repeated {Single(field)}",
        _ => Single(field),
    };

    private static string Single(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => field.MessageType.FullName,
        FieldType.Enum => field.EnumType.FullName,
        var type => type.ToString().ToLowerInvariant(),
    };
}
