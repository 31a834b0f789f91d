using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Shipping;

/// <summary>The static fields that the methods of a module assign, their own type's initializers left out.</summary>
internal sealed class AssignedStatics
{
    private static readonly ConditionalWeakTable<Module, AssignedStatics> s_known = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private AssignedStatics(Module module)
    {
        if (module.Assembly.IsDynamic || module.Assembly.Location.Length == 0)
        {
            return;
        }

        // From the file: reflection would load every type of the module.
        using var file = new PEReader(File.OpenRead(module.Assembly.Location));
        var metadata = file.GetMetadataReader();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress != 0 && file.GetMethodBody(method.RelativeVirtualAddress)
                .GetILBytes() is { } il)
            {
                Add(metadata, method, il);
            }
        }
    }

    public static AssignedStatics Of(Module module) => s_known.GetValue(module, m => new AssignedStatics(m));

    public bool Contains(FieldInfo field)
    {
        var type = field.DeclaringType!;
        var open = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return _names.Contains($"{open.FullName}::{field.Name}");
    }

    private void Add(MetadataReader metadata, MethodDefinition method, byte[] il)
    {
        var initialized = metadata.StringComparer.Equals(method.Name, ".cctor")
            ? FieldNames.OfType(metadata, method.GetDeclaringType()) : null;
        var isReference = default(EntityHandle);
        foreach (var instruction in IlReader.Read(il))
        {
            // A reference is passed on to be written unless a member of the field is used at once.
            if (!isReference.IsNil && FieldNames.IsScalar(metadata, isReference) && !UsesMember(metadata, instruction))
            {
                Add(metadata, isReference, initialized);
            }

            var field = instruction.Op is ILOpCode.Stsfld or ILOpCode.Ldsflda
                ? MetadataTokens.EntityHandle(instruction.Operand) : default;
            isReference = instruction.Op == ILOpCode.Ldsflda ? field : default;
            if (instruction.Op == ILOpCode.Stsfld)
            {
                Add(metadata, field, initialized);
            }
        }
    }

    private static bool UsesMember(MetadataReader metadata, IlInstruction instruction) => instruction.Op switch
    {
        ILOpCode.Constrained or ILOpCode.Ldfld or ILOpCode.Ldflda or ILOpCode.Ldobj => true,
        ILOpCode.Call => FieldNames.IsInstance(metadata, MetadataTokens.EntityHandle(instruction.Operand)),
        _ => false,
    };

    private void Add(MetadataReader metadata, EntityHandle field, string? initialized)
    {
        if (FieldNames.Of(metadata, field) is var (type, name) && type != initialized)
        {
            _names.Add($"{type}::{name}");
        }
    }
}
