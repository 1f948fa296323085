using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;

namespace EventGen.Cli.Reading;

/// <summary>The full names of an assembly's types, nested ones with a dot, as code has them. For signatures: type arguments come along.</summary>
internal sealed class TypeNames(MetadataReader metadata) : ISignatureTypeProvider<TypeNames.Name, object?>
{
    /// <summary>A type.</summary>
    /// <param name="Full">Its full name without type parameters.</param>
    /// <param name="Arguments">Its type arguments.</param>
    public sealed record Name(string Full, ImmutableArray<Name> Arguments);

    public string Of(EntityHandle handle) => Read(handle).Full;

    public Name Read(EntityHandle handle)
    {
        // In a damaged assembly, a type may lie in itself.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return handle.Kind switch
        {
            HandleKind.TypeDefinition => GetTypeFromDefinition(metadata, (TypeDefinitionHandle)handle, 0),
            HandleKind.TypeReference => GetTypeFromReference(metadata, (TypeReferenceHandle)handle, 0),
            HandleKind.TypeSpecification => metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null),
            _ => Simple(""),
        };
    }

    public Name GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        return Simple(Join(type.GetDeclaringType() is { IsNil: false } outer ? Of(outer) : reader.GetString(type.Namespace), reader.GetString(type.Name)));
    }

    public Name GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        return Simple(Join(type.ResolutionScope.Kind == HandleKind.TypeReference ? Of(type.ResolutionScope) : reader.GetString(type.Namespace), reader.GetString(type.Name)));
    }

    public Name GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => Read(handle);

    public Name GetGenericInstantiation(Name genericType, ImmutableArray<Name> typeArguments) => genericType with { Arguments = typeArguments };

    public Name GetArrayType(Name elementType, ArrayShape shape) => Simple($"{elementType.Full}[]");

    public Name GetSZArrayType(Name elementType) => Simple($"{elementType.Full}[]");

    public Name GetByReferenceType(Name elementType) => elementType;

    public Name GetPointerType(Name elementType) => Simple($"{elementType.Full}*");

    public Name GetPinnedType(Name elementType) => elementType;

    public Name GetModifiedType(Name modifier, Name unmodifiedType, bool isRequired) => unmodifiedType;

    public Name GetFunctionPointerType(MethodSignature<Name> signature) => Simple("");

    public Name GetGenericMethodParameter(object? genericContext, int index) => Simple("");

    public Name GetGenericTypeParameter(object? genericContext, int index) => Simple("");

    public Name GetPrimitiveType(PrimitiveTypeCode typeCode) => Simple(typeCode.ToString());

    private static Name Simple(string name) => new(name, []);

    private static string Join(string space, string name)
    {
        int arity = name.IndexOf('`');
        if (arity >= 0) name = name[..arity];
        return space.Length == 0 ? name : $"{space}.{name}";
    }
}
