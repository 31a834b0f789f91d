using System.Reflection;
using System.Reflection.Metadata;

namespace ParallelCompute.Shipping;

/// <summary>Names of fields and types in metadata, as reflection's <c>FullName</c> has them.</summary>
internal static class FieldNames
{
    /// <summary>The type and the name of a field that code refers to; null for what has no such name.</summary>
    public static (string Type, string Name)? Of(MetadataReader metadata, EntityHandle field)
    {
        if (field.Kind == HandleKind.FieldDefinition)
        {
            var definition = metadata.GetFieldDefinition((FieldDefinitionHandle)field);
            return (OfType(metadata, definition.GetDeclaringType()), metadata.GetString(definition.Name));
        }

        var reference = metadata.GetMemberReference((MemberReferenceHandle)field);
        return Type(metadata, reference.Parent) is { } type ? (type, metadata.GetString(reference.Name)) : null;
    }

    public static string OfType(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var outer = type.GetDeclaringType();
        return Join(metadata, outer.IsNil ? null : OfType(metadata, outer), type.Namespace, type.Name);
    }

    /// <summary>Whether the field holds a number or a reference, not a struct.</summary>
    public static bool IsScalar(MetadataReader metadata, EntityHandle field)
    {
        var signature = field.Kind == HandleKind.FieldDefinition
            ? metadata.GetFieldDefinition((FieldDefinitionHandle)field).Signature
            : metadata.GetMemberReference((MemberReferenceHandle)field).Signature;
        // The first byte marks a field, the second is its type.
        return metadata.GetBlobBytes(signature)[1] != (byte)SignatureTypeKind.ValueType;
    }

    /// <summary>Whether a method runs on an object.</summary>
    public static bool IsInstance(MetadataReader metadata, EntityHandle method) => method.Kind switch
    {
        HandleKind.MethodDefinition => !metadata.GetMethodDefinition((MethodDefinitionHandle)method).Attributes
            .HasFlag(MethodAttributes.Static),
        HandleKind.MemberReference => metadata.GetBlobReader(metadata.GetMemberReference((MemberReferenceHandle)method)
            .Signature).ReadSignatureHeader().IsInstance,
        HandleKind.MethodSpecification => IsInstance(
            metadata, metadata.GetMethodSpecification((MethodSpecificationHandle)method).Method),
        _ => false,
    };

    private static string? Type(MetadataReader metadata, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => OfType(metadata, (TypeDefinitionHandle)handle),
        HandleKind.TypeReference => Type(metadata, (TypeReferenceHandle)handle),
        HandleKind.TypeSpecification => Generic(metadata, (TypeSpecificationHandle)handle),
        _ => null,
    };

    private static string Type(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var outer = type.ResolutionScope.Kind == HandleKind.TypeReference ? Type(metadata, type.ResolutionScope) : null;
        return Join(metadata, outer, type.Namespace, type.Name);
    }

    // A field of a generic type is named by a closed type: GENERICINST, CLASS or VALUETYPE, the open type, arguments.
    private static string? Generic(MetadataReader metadata, TypeSpecificationHandle handle)
    {
        var reader = metadata.GetBlobReader(metadata.GetTypeSpecification(handle).Signature);
        return reader.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance &&
            reader.ReadByte() is (byte)SignatureTypeKind.Class or (byte)SignatureTypeKind.ValueType
                ? Type(metadata, reader.ReadTypeHandle()) : null;
    }

    private static string Join(MetadataReader metadata, string? outer, StringHandle space, StringHandle name) =>
        outer is not null ? $"{outer}+{metadata.GetString(name)}"
            : space.IsNil ? metadata.GetString(name) : $"{metadata.GetString(space)}.{metadata.GetString(name)}";
}
