using System.Collections.Immutable;
using EventGen.Generators.Aggregation;
using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports what keeps a type that is marked as an event or a group from being one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EventAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a diagnostic that is mended as EVG1007 is.</summary>
    internal const string MissingJsonProperty = "MissingJson";

    private static readonly ImmutableDictionary<string, string?> s_missingJson = ImmutableDictionary<string, string?>.Empty.Add(MissingJsonProperty, null);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        EventRules.TypeCannotBeEvent, EventRules.DuplicateId, EventRules.InvalidId, EventRules.AccessorTaken, EventRules.InvalidKey,
        EventRules.InvalidAccessor, EventRules.InvalidValue, EventRules.MissingJson, EventRules.DerivedEvent, EventRules.NotDurable, GroupRules.CannotBeGroup, DeliveryRules.CannotWork,
        TriggerRules.CannotBeCalled, TriggerRules.PartNotMatched, ContractRules.InvalidUpgrade,
        GeneratorRules.ItemFailed, GeneratorRules.LanguageVersion,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // Declarations in files that call themselves generated are generated for too.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            var names = new DeclaredNames();
            var contexts = new JsonContextSearch(start.Compilation);
            start.RegisterSymbolAction(symbol => Analyze(symbol, names, contexts), SymbolKind.NamedType);
            start.RegisterCompilationEndAction(names.ReportConflicts);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, DeclaredNames names, JsonContextSearch contexts)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.GetAttributes().IsEmpty) return;
        AnalyzerGuard.Run(context, type, () =>
        {
            var scope = new ParseScope(context.Compilation, context.ReportDiagnostic, context.CancellationToken);
            if (EventParser.Identify(type, scope) is { } model)
            {
                names.Note(type, model);
                DeclarationValues.CheckEvent(type, model.Key, scope);
                if (type.BaseClasses().FirstOrDefault(static ancestor => ancestor.HasAttribute(RuntimeNames.EventAttribute)) is { } ancestor)
                    scope.Report(EventRules.DerivedEvent, type, type.FullName(), ancestor.FullName());
                if (UpgradeParser.Steps(type, scope.Silent) is { Count: > 0 } upgrades) RequireJson(context, type, model, upgrades, contexts.Index(context.CancellationToken));
                if (model.Publishers.Count > 0) RequireJson(context, type, model, contexts.Index(context.CancellationToken));
                if (type.HasAttribute(RuntimeNames.DurableAttribute)) RequireDurableJson(context, type, model, contexts, scope);
            }
            else if (GroupParser.Parse(type, scope) is { } group)
            {
                names.Note(type, group);
                DeclarationValues.CheckPublishers(type, scope);
            }
            else if (type.HasAttribute(RuntimeNames.DurableAttribute) && !type.HasAttribute(RuntimeNames.EventAttribute))
            {
                scope.Report(EventRules.NotDurable, type, type.FullName(), "is no event", "mark the type with [Event], or remove the attribute");
            }
        });
    }

    private static void RequireJson(SymbolAnalysisContext context, INamedTypeSymbol type, EventIdentity model, JsonIndex contexts)
    {
        if (contexts.ContextOf(model.Type) is not null) return;
        context.ReportDiagnostic(Diagnostic.Create(
            EventRules.MissingJson, type.Locations[0], model.Type.FullName, $"is published to '{string.Join("', '", model.Publishers)}'", "it", model.Type.FullName, Place(contexts)));
    }

    // Who reads the event's JSON reads that of its older versions too.
    private static void RequireJson(SymbolAnalysisContext context, INamedTypeSymbol type, EventIdentity model, IReadOnlyList<UpgradeStep> upgrades, JsonIndex contexts)
    {
        if (contexts.ContextOf(model.Type) is null) return;
        foreach (var upgrade in upgrades)
        {
            var payload = upgrade.Payload.ToTypeName();
            if (contexts.ContextOf(payload) is not null) continue;
            context.ReportDiagnostic(Diagnostic.Create(
                EventRules.MissingJson, upgrade.Payload.Locations.FirstOrDefault(static location => location.IsInSource) ?? type.Locations[0], model.Type.FullName,
                $"upgrades from version {upgrade.From}", $"'{payload.FullName}'", payload.FullName, Place(contexts)));
        }
    }

    // A restart has to read it back. One that is published and not listed is reported for that.
    private static void RequireDurableJson(SymbolAnalysisContext context, INamedTypeSymbol type, EventIdentity model, JsonContextSearch search, ParseScope scope)
    {
        var contexts = search.Index(context.CancellationToken);
        if (model.Publishers.Count == 0 && contexts.ContextOf(model.Type) is null)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                EventRules.NotDurable, type.Locations[0], s_missingJson, model.Type.FullName, "no JsonSerializerContext of its project lists it",
                $"add '[JsonSerializable(typeof({model.Type.FullName}))]' to {Place(contexts)}"));
        }

        foreach (var (part, violation) in IgnoredParts.In(type))
            scope.Report(EventRules.NotDurable, SymbolEqualityComparer.Default.Equals(part.ContainingType, type) ? part : type, model.Type.FullName, violation.Fact, violation.Remedy);
    }

    private static string Place(JsonIndex contexts) =>
        contexts.First is { } first ? $"'{first.Type.FullName}'" : "a 'partial class' that derives from JsonSerializerContext";
}
