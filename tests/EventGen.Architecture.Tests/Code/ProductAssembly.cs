using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using EventGen.TestKit;

namespace EventGen.Architecture.Tests;

/// <summary>What a compiled assembly refers to, read from its metadata: no alias and no <c>using static</c> hides it.</summary>
/// <param name="Name">The assembly's name.</param>
/// <param name="References">The assemblies it refers to.</param>
/// <param name="Members">The foreign members it uses, <c>System.Threading.Thread.Sleep</c>; of generic types <c>…ChannelReader`1.ReadAsync</c>.</param>
internal sealed record ProductAssembly(string Name, IReadOnlySet<string> References, IReadOnlySet<string> Members)
{
    private static readonly HashSet<string> s_partsOfDotNet =
        [.. TargetingPack.References.Select(static reference => Path.GetFileNameWithoutExtension(reference.Display!))];

    /// <summary>An assembly that lies beside the tests.</summary>
    public static ProductAssembly Named(string name)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, name + ".dll")));
        MetadataReader metadata = file.GetMetadataReader();
        return new ProductAssembly(
            name,
            metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToHashSet(),
            metadata.MemberReferences.Select(handle => FullName(metadata, metadata.GetMemberReference(handle))).ToHashSet());
    }

    /// <summary>Whether an assembly comes with .NET itself.</summary>
    public static bool IsPartOfDotNet(string reference) => s_partsOfDotNet.Contains(reference);

    private static string FullName(MetadataReader metadata, MemberReference member) =>
        $"{TypeName(metadata, member.Parent)}.{metadata.GetString(member.Name)}";

    private static string TypeName(MetadataReader metadata, EntityHandle type)
    {
        switch (type.Kind)
        {
            case HandleKind.TypeReference:
                TypeReference reference = metadata.GetTypeReference((TypeReferenceHandle)type);
                return $"{metadata.GetString(reference.Namespace)}.{metadata.GetString(reference.Name)}";
            case HandleKind.TypeSpecification:
                BlobReader signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)type).Signature);
                if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance) return "";
                signature.ReadByte();   // class or struct
                return TypeName(metadata, signature.ReadTypeHandle());
            default:
                return "";   // its own
        }
    }
}
