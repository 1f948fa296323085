using EventGen.Generators.Fingerprints;
using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Pipeline;

/// <summary>Where the generator's models come from.</summary>
internal static class Sources
{
    /// <summary>Changes when something is declared otherwise; where only bodies were edited, everything ends here.</summary>
    public static IncrementalValueProvider<ProjectFingerprint> Fingerprint(IncrementalGeneratorInitializationContext context) =>
        context.CompilationProvider
            .Combine(context.AnalyzerConfigOptionsProvider.Select(static (options, _) => ProjectParser.RootNamespace(options)))
            .Select(static (pair, cancellationToken) => ProjectFingerprint.Of(pair.Left, pair.Right, cancellationToken))
            .WithTrackingName(TrackingNames.Fingerprint);

    // The driver brings the fingerprint it knew as long as it is equal, beside a compilation that is new after each edit.
    public static IncrementalValueProvider<ProjectDeclarations> Reading(
        IncrementalGeneratorInitializationContext context, IncrementalValueProvider<ProjectFingerprint> fingerprint) =>
        fingerprint.Combine(context.CompilationProvider)
            .Select(static (pair, cancellationToken) => pair.Left.Read(pair.Right, cancellationToken))
            .WithTrackingName(TrackingNames.Declarations);

    /// <summary>What the project's events are on the wire.</summary>
    public static IncrementalValueProvider<ContractsModel> Contracts(
        IncrementalGeneratorInitializationContext context, IncrementalValueProvider<ProjectFingerprint> fingerprint) =>
        fingerprint.Combine(context.CompilationProvider)
            .Select(static (pair, cancellationToken) => pair.Left.ReadContracts(pair.Right, cancellationToken))
            .WithTrackingName(TrackingNames.Contracts);

    /// <summary>Whether the manifest stays when the application is trimmed.</summary>
    public static IncrementalValueProvider<bool> KeepsManifest(IncrementalGeneratorInitializationContext context) =>
        context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
            options.GlobalOptions.TryGetValue("build_property.EventGenKeepContracts", out string? keeps) && string.Equals(keeps, "true", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// What each file declares. The driver tells files apart, and the declarations of one file by their place: a file that
    /// comes or goes leaves the others as they are.
    /// </summary>
    public static IncrementalValuesProvider<FileDeclarations> Files(
        IncrementalGeneratorInitializationContext context, IncrementalValueProvider<ProjectDeclarations> reading) =>
        context.SyntaxProvider.CreateSyntaxProvider(
                static (node, _) => node is CompilationUnitSyntax,
                static (context, _) => FileNames.Of(context.SemanticModel.Compilation)[context.Node.SyntaxTree])
            .Combine(reading)
            .Select(static (pair, _) => pair.Right[pair.Left])
            .WithTrackingName(TrackingNames.Files);

    public static IncrementalValuesProvider<EventModel> Events(IncrementalValuesProvider<FileDeclarations> files) =>
        Present(files.SelectMany(static (file, _) => file.Events));

    public static IncrementalValuesProvider<HandlerModel> Handlers(IncrementalValuesProvider<FileDeclarations> files) =>
        Present(files.SelectMany(static (file, _) => file.Handlers));

    public static IncrementalValuesProvider<HandlerModel> InheritedHandlers(IncrementalValuesProvider<FileDeclarations> files) =>
        files.SelectMany(static (file, _) => file.Inherited).SelectMany(static (handlers, _) => handlers);

    public static IncrementalValuesProvider<JsonContextModel> JsonContexts(IncrementalValuesProvider<FileDeclarations> files) =>
        Present(files.SelectMany(static (file, _) => file.JsonContexts));

    public static IncrementalValuesProvider<GroupModel> Groups(IncrementalValuesProvider<FileDeclarations> files) =>
        Present(files.SelectMany(static (file, _) => file.Groups));

    /// <summary>The full names of marked methods whose event is in nobody's reach.</summary>
    public static IncrementalValuesProvider<string> UnreadHandlers(IncrementalValuesProvider<FileDeclarations> files) =>
        files.SelectMany(static (file, _) => file.UnreadHandlers);

    public static IncrementalValuesProvider<FailureModel> Failures(IncrementalValuesProvider<FileDeclarations> files) =>
        files.SelectMany(static (file, _) => file.Failures);

    private static IncrementalValuesProvider<T> Present<T>(IncrementalValuesProvider<T?> items) where T : class =>
        items.Where(static item => item is not null).Select(static (item, _) => item!);
}
