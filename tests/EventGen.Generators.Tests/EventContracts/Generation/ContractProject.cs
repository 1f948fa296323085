using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EventGen.Generators.Parsing;
using EventGen.TestKit;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Tests.EventContracts.Generation;

/// <summary>A project with payloads and their contexts, compiled with the real generators and loaded.</summary>
internal sealed class ContractProject : IDisposable
{
    /// <summary>Contexts of different settings, less their types and name.</summary>
    public static readonly string[] Settings =
    [
        "",
        "[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]",
        "[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]",
        "[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]",
        "[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseUpper, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]",
        "[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, IncludeFields = true)]",
        "[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]",
        "[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseUpper)]",
    ];

    /// <summary>Whether a context of these settings leaves out parts that are null.</summary>
    public static bool LeavesOutNull(int settings) => Settings[settings].Contains("WhenWritingNull", StringComparison.Ordinal);

    private static readonly CompilationSetup s_setup = Project.Setup with { LanguageVersion = LanguageVersion.CSharp13 };

    private readonly GeneratorRun _run;
    private readonly CompiledAssembly _loaded;

    public ContractProject(params SourceFile[] sources)
    {
        _run = (Project.Generator with { Project = s_setup }).WithJsonGenerator().StartUntracked(sources);
        _loaded = _run.Load();
    }

    /// <summary>The source of a context.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="types">The full names of the types that it lists.</param>
    public static SourceFile Context(string name, string settings, IEnumerable<string> types) => new(
        $"{name}.cs",
        $"namespace Json;\nusing System.Text.Json.Serialization;\n{settings}\n{string.Concat(types.Select(static type => $"[JsonSerializable(typeof({type}))]\n"))}"
            + $"[JsonSerializable(typeof(System.Text.Json.JsonElement))]\npublic sealed partial class {name} : JsonSerializerContext;\n");

    /// <summary>A payload of the project, with a context that lists it.</summary>
    public Payload Find(string type, string context)
    {
        var symbol = _run.Output.GetTypeByMetadataName(type)!;
        var settings = JsonSettings.Of(_run.Output.GetTypeByMetadataName($"Json.{context}")!);
        var parsed = ContractParser.Parse(symbol, type, null, settings, CancellationToken.None);
        var serializer = (JsonSerializerContext)_loaded.Type($"Json.{context}").GetProperty("Default")!.GetValue(null)!;
        JsonTypeInfo info = serializer.GetTypeInfo(_loaded.Type(type))!;
        return new Payload(parsed.Current.Version, info);
    }

    public void Dispose() => _loaded.Dispose();
}
