using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using EventGen.Cli.Graphs;
using EventGen.Cli.Reading;
using EventGen.EventContracts;

namespace EventGen.Cli.Tests;

/// <summary>Whatever bytes of an assembly are wrong, the command says that it is damaged.</summary>
public sealed class DamagedAssemblyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eventgen-damaged-").FullName;

    private string File => Path.Combine(_folder, "Damaged.dll");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task CallOfNoToken_IsTold()
    {
        byte[] image = await ReadAsync();
        using var reader = new PEReader(new MemoryStream([.. image]));
        var metadata = reader.GetMetadataReader();
        foreach (var method in metadata.MethodDefinitions.Select(metadata.GetMethodDefinition).Where(static method => method.RelativeVirtualAddress != 0))
        {
            byte[] code = reader.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!;
            int call = Array.IndexOf(code, (byte)ILOpCode.Call);
            if (call < 0 || call + 4 >= code.Length) continue;
            int at = image.AsSpan().IndexOf(code);
            if (at >= 0) image.AsSpan(at + call + 1, 4).Fill(0xFF);
        }

        Eventgen.AssertFailed(await GraphAsync(image), "is damaged");
    }

    [Fact]
    public async Task ManifestLongerThanTheFile_IsTold()
    {
        byte[] image = await ReadAsync();
        using var reader = new PEReader(new MemoryStream([.. image]));
        var metadata = reader.GetMetadataReader();
        var method = metadata.MethodDefinitions.Select(metadata.GetMethodDefinition).First(method => metadata.GetString(method.Name) == "get_Manifest" && method.RelativeVirtualAddress != 0);
        byte[] code = reader.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!;
        int length = Array.IndexOf(code, (byte)ILOpCode.Ldc_i4, 5);   // behind the field's address
        image.AsSpan(image.AsSpan().IndexOf(code) + length + 1, 4).Fill(0xFF);

        Eventgen.AssertFailed(await GraphAsync(image), "is damaged");
    }

    [Fact]
    public void AnyBytes_AreReadOrTold()
    {
        byte[] whole = System.IO.File.ReadAllBytes(Eventgen.Assembly);
        int metadata = whole.AsSpan().IndexOf("BSJB"u8);
        var random = new Random(19);
        for (int round = 0; round < 300; round++)
        {
            byte[] image = [.. whole];
            (int from, int to) = (round % 4) switch { 0 => (0, 1024), 1 => (512, metadata), 2 => (metadata, Math.Min(image.Length, metadata + 40_000)), _ => (0, image.Length) };
            for (int change = 0; change <= round % 20; change++) image[random.Next(from, to)] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
            System.IO.File.WriteAllBytes(File, image);
            try
            {
                _ = ApplicationGraph.Of(ApplicationReader.Read(new ApplicationSource(File, null, [], NoBuild: true)));
            }
            catch (Exception exception) when (exception is CommandException or ContractFileException)
            {
                // It is told.
            }
        }
    }

    [Theory]
    [InlineData(SignatureTypeCode.SZArray)]
    [InlineData(SignatureTypeCode.Pointer)]
    [InlineData(SignatureTypeCode.ByReference)]
    public void TypeOfAMillionLevels_IsTold_AndNoStackOverflow(SignatureTypeCode level)
    {
        var written = new MetadataBuilder();
        written.AddModule(0, written.GetOrAddString("Deep.dll"), default, default, default);
        var blob = new BlobBuilder();
        blob.WriteBytes((byte)level, 1_000_000);
        blob.WriteByte((byte)SignatureTypeCode.Int32);
        var type = written.AddTypeSpecification(written.GetOrAddBlob(blob));
        var root = new BlobBuilder();
        new MetadataRootBuilder(written).Serialize(root, 0, 0);
        using var metadata = MetadataReaderProvider.FromMetadataImage([.. root.ToArray()]);

        Assert.Equal("A type is nested too deeply.", Assert.Throws<BadImageFormatException>(() => new TypeNames(metadata.GetMetadataReader()).Read(type)).Message);
    }

    [Fact]
    public void SwitchOfMoreTargetsThanTheMethodHas_IsNoEndlessMethod() =>
        Assert.Throws<BadImageFormatException>(() => InstructionReader.Read([(byte)ILOpCode.Switch, 0xFE, 0xFF, 0xFF, 0xFF]).ToList());

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"x\"")]
    [InlineData("{\"id\":\"order.placed\"}")]
    public void Manifest_WithAnEventThatIsNone_IsTold(string declared) => Assert.Contains(
        "an event without an id or a type",
        Assert.Throws<ContractFileException>(() => ModuleManifestReader.Read($$"""{"format":{{ModuleManifest.Format}},"assembly":"x","events":[{{declared}}]}""")).Fact,
        StringComparison.Ordinal);

    [Fact]
    public async Task Pipe_IsNoFileOfAnyKind()
    {
        string pipe = Path.Combine(_folder, "pipe.dll");
        (await ProgramRun.OfAsync("mkfifo", [pipe], cancellationToken: TestContext.Current.CancellationToken)).Succeeded();

        foreach (string[] command in (string[][])[
            ["contracts", "check", Eventgen.Assembly, "--file", pipe], ["contracts", "check", Eventgen.Assembly, "--file", Eventgen.Assembly, "--against", pipe],
            ["contracts", "accept", Eventgen.Assembly, "--file", pipe], ["graph", pipe], ["status", "--url", "http://127.0.0.1:1", "--token-file", pipe]])
            Eventgen.AssertFailed(await Eventgen.RunAsync(command), "is no regular file");
    }

    private static Task<byte[]> ReadAsync() => System.IO.File.ReadAllBytesAsync(Eventgen.Assembly, TestContext.Current.CancellationToken);

    private async Task<ProgramRun> GraphAsync(byte[] image)
    {
        await System.IO.File.WriteAllBytesAsync(File, image, TestContext.Current.CancellationToken);
        return await Eventgen.RunAsync("graph", File);
    }
}
