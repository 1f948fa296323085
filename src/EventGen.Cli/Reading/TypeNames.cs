using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;

namespace EventGen.Cli.Reading;

/// <summary>The full names of an assembly's types, nested ones with a dot, as code has them. For signatures: type arguments come along.</summary>
internal sealed class TypeNames(MetadataReader metadata) : ISignatureTypeProvider<TypeNames.Name, object?>
{
    // A type of an application has a few; the decoder calls itself for each, and the stack has to hold them.
    private const int MaxLevels = 200;

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
            HandleKind.TypeSpecification => Decode(metadata.GetTypeSpecification((TypeSpecificationHandle)handle)),
            _ => Simple(""),
        };
    }

    /// <summary>Refuses a signature that is nested so deeply that no compiler has written it.</summary>
    /// <exception cref="BadImageFormatException">It is.</exception>
    public void RejectDeep(BlobHandle signature)
    {
        // Each level begins with one of these bytes. A byte that only looks like it makes the count too large, and nothing makes it too small.
        int levels = 0;
        for (var bytes = metadata.GetBlobReader(signature); bytes.RemainingBytes > 0;)
        {
            if ((SignatureTypeCode)bytes.ReadByte() is SignatureTypeCode.Pointer or SignatureTypeCode.ByReference or SignatureTypeCode.Array or SignatureTypeCode.GenericTypeInstance
                or SignatureTypeCode.FunctionPointer or SignatureTypeCode.SZArray or SignatureTypeCode.RequiredModifier or SignatureTypeCode.OptionalModifier or SignatureTypeCode.Pinned) levels++;
        }

        if (levels > MaxLevels) throw new BadImageFormatException("A type is nested too deeply.");
    }

    private Name Decode(TypeSpecification type)
    {
        RejectDeep(type.Signature);
        return type.DecodeSignature(this, null);
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
