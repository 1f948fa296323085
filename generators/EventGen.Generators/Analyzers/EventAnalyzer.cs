using System.Collections.Concurrent;
using System.Collections.Immutable;
using EventGen.Generators.Joining;
using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports what keeps a type that is marked as an event from being one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EventAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        EventRules.TypeCannotBeEvent, EventRules.DuplicateId, EventRules.InvalidId, EventRules.AccessorTaken, EventRules.InvalidKey,
        EventRules.InvalidAccessor, EventRules.MissingJson, DeliveryRules.CannotWork, GeneratorRules.ItemFailed, GeneratorRules.LanguageVersion,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // Declarations in files that call themselves generated are generated for too.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            var declared = new ConcurrentBag<(INamedTypeSymbol Type, EventIdentity Model)>();
            var contexts = new JsonContextSearch(start.Compilation);
            start.RegisterSymbolAction(symbol => Analyze(symbol, declared, contexts), SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end => ReportConflicts(end, declared));
        });
    }

    private static void Analyze(
        SymbolAnalysisContext context, ConcurrentBag<(INamedTypeSymbol Type, EventIdentity Model)> declared, JsonContextSearch contexts)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        AnalyzerGuard.Run(context, type, () =>
        {
            if (EventParser.Identify(type, new ParseScope(context.Compilation, context.ReportDiagnostic, context.CancellationToken)) is not { } model)
                return;

            declared.Add((type, model));
            if (model.Publishers.Count > 0) RequireJson(context, type, model, contexts.Index(context.CancellationToken));
        });
    }

    private static void RequireJson(SymbolAnalysisContext context, INamedTypeSymbol type, EventIdentity model, JsonIndex contexts)
    {
        if (contexts.ContextOf(model.Type) is not null) return;
        string place = contexts.First is { } first ? $"'{first.Type.FullName}'" : "a 'partial class' that derives from JsonSerializerContext";
        context.ReportDiagnostic(Diagnostic.Create(
            EventRules.MissingJson, type.Locations[0], model.Type.FullName, string.Join("', '", model.Publishers), model.Type.FullName, place));
    }

    private static void ReportConflicts(
        CompilationAnalysisContext context, ConcurrentBag<(INamedTypeSymbol Type, EventIdentity Model)> declared)
    {
        var project = ProjectParser.Parse(context.Compilation, context.Options.AnalyzerConfigOptionsProvider);
        var names = project.Names;
        if (project.IsExecutable) ReportConflictsOfReferences(context, project.References.Events);
        var index = new EventIndex(declared.Select(static one => EventIndex.Claim(one.Model)), names, project.References.Events);
        var types = declared.ToDictionary(static one => one.Model.Type.FullName, static one => one.Type, StringComparer.Ordinal);
        foreach (var (type, model) in declared)
        {
            string name = model.Type.FullName;

            // True of every event, so one says it for all.
            if (names.AccessorTaken is { } taken && name == index.First)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    EventRules.AccessorTaken, type.Locations[0], name, $"{names.AccessorFullName}.{model.Accessor}", taken,
                    "name the accessor class otherwise with [assembly: EventGenOptions(AccessorName = \"…\")]"));
            }

            if (index.ConflictOf(name) is not { } conflict) continue;
            if (conflict.AccessorTaken is { } reason)
                context.ReportDiagnostic(Diagnostic.Create(EventRules.AccessorTaken, type.Locations[0], name, model.Accessor, reason, "set another with [Event(AccessorName = \"…\")]"));
            if (conflict.SameReferencedId is { } foreign)
                context.ReportDiagnostic(Diagnostic.Create(EventRules.DuplicateId, type.Locations[0], name, foreign.Described, model.Id));
            if (conflict.SameId is not { } other) continue;

            // Neither is the one at fault, so both places show it.
            context.ReportDiagnostic(Diagnostic.Create(EventRules.DuplicateId, type.Locations[0], other, name, model.Id));
            context.ReportDiagnostic(Diagnostic.Create(EventRules.DuplicateId, types[other].Locations[0], other, name, model.Id));
        }
    }

    // Each of the assemblies is in order by itself; a program that runs both is where they meet.
    private static void ReportConflictsOfReferences(CompilationAnalysisContext context, EquatableArray<ReferencedEventModel> events)
    {
        foreach (var clash in events.GroupBy(static one => one.Id, StringComparer.Ordinal))
        {
            var first = clash.First();
            foreach (var other in clash.Skip(1))
                context.ReportDiagnostic(Diagnostic.Create(EventRules.DuplicateId, Location.None, first.Described, other.Described, clash.Key));
        }
    }
}
