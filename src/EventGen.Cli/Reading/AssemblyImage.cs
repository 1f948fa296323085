using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using EventGen.EventContracts;

namespace EventGen.Cli.Reading;

/// <summary>An assembly's file, read without loading it: nothing of it runs, whatever it was built for.</summary>
internal sealed class AssemblyImage : IDisposable
{
    private readonly PEReader _file;
    private readonly string? _module;

    private AssemblyImage(PEReader file)
    {
        _file = file;
        Metadata = file.GetMetadataReader();
        Names = new TypeNames(Metadata);
        var definition = Metadata.GetAssemblyDefinition();
        Name = Metadata.GetString(definition.Name);
        Version = InformationalVersion() ?? definition.Version.ToString(3);
        _module = ModuleType();
    }

    public MetadataReader Metadata { get; }

    public TypeNames Names { get; }

    public string Name { get; }

    public string Version { get; }

    /// <summary>Whether the generator wrote a module into it.</summary>
    public bool HasModule => _module is not null;

    /// <summary>The names of the assemblies it references.</summary>
    public IEnumerable<string> References => Metadata.AssemblyReferences.Select(reference => Metadata.GetString(Metadata.GetAssemblyReference(reference).Name)).ToList();

    /// <exception cref="CommandException">The file is no .NET assembly.</exception>
    public static AssemblyImage Open(string path)
    {
        PEReader? file = null;
        try
        {
            file = new PEReader(new MemoryStream(RegularFile.ReadBytes(path)));
            if (file.HasMetadata && file.GetMetadataReader().IsAssembly) return new AssemblyImage(file);
        }
        catch (BadImageFormatException)
        {
            // Told below, as of a file without metadata.
        }

        file?.Dispose();
        string dll = Path.ChangeExtension(path, ".dll");
        bool isHost = !path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && (File.Exists(dll) || File.Exists($"{path}.dll"));
        throw new CommandException($"'{path}' is not a .NET assembly.{(isHost ? $" It starts one: name '{(File.Exists(dll) ? dll : $"{path}.dll")}'." : "")}");
    }

    /// <summary>What the assembly declares; <see langword="null"/> when that was trimmed away.</summary>
    /// <exception cref="ContractFileException">It is of a newer EventGen.</exception>
    public ModuleManifest? ReadManifest()
    {
        foreach (var handle in Metadata.TypeDefinitions)
        {
            if (Names.Of(handle) != _module) continue;
            foreach (var method in Metadata.GetTypeDefinition(handle).GetMethods().Select(Metadata.GetMethodDefinition))
            {
                if (Metadata.GetString(method.Name) == "get_Manifest" && method.RelativeVirtualAddress != 0) return ModuleManifestReader.Read(Encoding.UTF8.GetString(Literal(Body(method))));
            }
        }

        return null;
    }

    /// <summary>The code of a method.</summary>
    public byte[] Body(MethodDefinition method) => method.RelativeVirtualAddress == 0 ? [] : _file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() ?? [];

    public void Dispose() => _file.Dispose();

    // A UTF-8 literal is the address of a field with the data, and a length.
    private byte[] Literal(byte[] code)
    {
        FieldDefinitionHandle field = default;
        int length = 0;
        foreach (var (operation, operand) in InstructionReader.Read(code))
        {
            switch (operation)
            {
                case ILOpCode.Ldsflda:
                    field = (FieldDefinitionHandle)MetadataTokens.EntityHandle(operand);
                    break;
                case ILOpCode.Ldc_i4:
                    length = operand;
                    break;
                case ILOpCode.Ldc_i4_s:
                    length = (sbyte)operand;
                    break;
            }
        }

        return field.IsNil ? [] : [.. _file.GetSectionData(Metadata.GetFieldDefinition(field).GetRelativeVirtualAddress()).GetContent(0, length)];
    }

    private string? ModuleType() => Attributes("EventGen.EventModuleAttribute").Select(Text).FirstOrDefault()?.Split(',')[0].Replace('+', '.');

    private string? InformationalVersion() => Attributes("System.Reflection.AssemblyInformationalVersionAttribute").Select(Text).FirstOrDefault()?.Split('+')[0];

    private IEnumerable<CustomAttribute> Attributes(string type) => Metadata.GetAssemblyDefinition().GetCustomAttributes().Select(Metadata.GetCustomAttribute)
        .Where(attribute => attribute.Constructor.Kind == HandleKind.MemberReference
            ? Names.Of(Metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent) == type
            : Names.Of(Metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()) == type);

    // The one argument, a text or a type's name.
    private string? Text(CustomAttribute attribute)
    {
        var value = Metadata.GetBlobReader(attribute.Value);
        _ = value.ReadUInt16();
        return value.ReadSerializedString();
    }
}
