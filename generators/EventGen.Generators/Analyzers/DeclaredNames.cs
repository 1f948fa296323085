using System.Collections.Concurrent;
using EventGen.Generators.Aggregation;
using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>What the project's events and groups want for themselves alone: ids and accessors.</summary>
/// <remarks>Thread safe: noted from all over the project, reported once at its end.</remarks>
internal sealed class DeclaredNames
{
    private readonly ConcurrentBag<(INamedTypeSymbol Type, EventIdentity Model)> _events = [];
    private readonly ConcurrentBag<(INamedTypeSymbol Type, GroupModel Model)> _groups = [];

    public void Note(INamedTypeSymbol type, EventIdentity model) => _events.Add((type, model));

    public void Note(INamedTypeSymbol type, GroupModel model) => _groups.Add((type, model));

    public void ReportConflicts(CompilationAnalysisContext context)
    {
        // Most projects of a program declare none.
        if (_events.IsEmpty && _groups.IsEmpty && !context.Compilation.IsExecutable()) return;

        var project = ProjectParser.Parse(context.Compilation, context.Options.AnalyzerConfigOptionsProvider);
        if (project.IsExecutable) ReportConflictsOfReferences(context, project.References.Events);
        var events = new EventIndex(_events.Select(static one => EventIndex.Reserve(one.Model)), project.Names, project.Written, project.References.Events);
        if (project.Names.AccessorTaken is { } taken) ReportClassTaken(context, project.Names, taken);
        ReportEvents(context, events);

        var groups = new GroupIndex(_groups.Select(static one => one.Model), [], events);
        foreach (var (type, model) in _groups)
        {
            if (groups.WhyRefused(model.Type.FullName) is { } reason) ReportAccessor(context, type, "Group", model.Accessor, reason, "set another with [EventGroup(AccessorName = \"…\")]");
        }
    }

    // True of all of them, so one says it: the first event, else the first group.
    private void ReportClassTaken(CompilationAnalysisContext context, GeneratedNames names, string taken)
    {
        var (type, kind, accessor) = _events.Select(static one => (one.Type, Kind: "Event", one.Model.Accessor))
            .Concat(_groups.Select(static one => (one.Type, Kind: "Group", one.Model.Accessor)))
            .OrderBy(static one => one.Kind, StringComparer.Ordinal)
            .ThenBy(static one => one.Type.FullName(), StringComparer.Ordinal)
            .FirstOrDefault();
        if (type is not null)
            ReportAccessor(context, type, kind, $"{names.AccessorFullName}.{accessor}", taken, "name the accessor class otherwise with [assembly: EventGenOptions(AccessorName = \"…\")]");
    }

    private void ReportEvents(CompilationAnalysisContext context, EventIndex index)
    {
        var types = _events.ToDictionary(static one => one.Model.Type.FullName, static one => one.Type, StringComparer.Ordinal);
        foreach (var (type, model) in _events)
        {
            string name = model.Type.FullName;
            if (index.ConflictOf(name) is not { } conflict) continue;
            if (conflict.AccessorTaken is { } reason)
                ReportAccessor(context, type, "Event", model.Accessor, reason, "set another with [Event(AccessorName = \"…\")]");
            if (conflict.SameReferencedId is { } referenced)
                context.ReportDiagnostic(Diagnostic.Create(EventRules.DuplicateId, type.Locations[0], name, referenced.Described, model.Id));
            if (conflict.SameId is not { } other) continue;

            // Neither is the one at fault, so both places show it.
            context.ReportDiagnostic(Diagnostic.Create(EventRules.DuplicateId, type.Locations[0], other, name, model.Id));
            context.ReportDiagnostic(Diagnostic.Create(EventRules.DuplicateId, types[other].Locations[0], other, name, model.Id));
        }
    }

    private static void ReportAccessor(CompilationAnalysisContext context, INamedTypeSymbol type, string kind, string accessor, string reason, string remedy) =>
        context.ReportDiagnostic(Diagnostic.Create(EventRules.AccessorTaken, type.Locations[0], kind, type.FullName(), accessor, reason, remedy));

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
