using System.Collections.Immutable;
using System.Globalization;
using EventGen.EventContracts;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace EventGen.Generators.Analyzers;

/// <summary>Compares what events are on the wire with the contract file of the project.</summary>
/// <remarks>
/// In a build the generator has read every payload and written what it is into the assembly. Where the file says just that, nothing is read again;
/// an editor, which does not have what the generator writes for builds, reads the payloads here.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of EVG6001 that says which fix there is: a <c>ContractRemedy</c>.</summary>
    internal const string RemedyProperty = "Remedy";

    /// <summary>The property of EVG6001 with the name to keep.</summary>
    internal const string NameProperty = "Name";

    /// <summary>The property of EVG6003 with the event's id.</summary>
    internal const string IdProperty = "Id";

    /// <summary>The property of EVG6005 with the version that has no upgrade.</summary>
    internal const string VersionProperty = "Version";

    private const string Accept = $"accept it into '{ContractFile.Name}'";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [ContractRules.Broken, ContractRules.NotAccepted, ContractRules.NotDeclared, ContractRules.Unreadable, ContractRules.InvalidUpgrade, GeneratorRules.ItemFailed];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            var first = start.Options.AdditionalFiles.FirstOrDefault(ContractFileText.IsOne);
            var text = first?.GetText(start.CancellationToken);
            var file = text is null ? null : Read(text, start.Compilation, start.CancellationToken);
            var contracts = new ProjectContracts(start.Compilation);
            if (first is not null && file is not null) start.RegisterAdditionalFileAction(additional => ReportFile(additional, first, file, contracts));
            if (file is { File: null } || (file?.File is { } foreign && foreign.Assembly != start.Compilation.AssemblyName)) return;
            start.RegisterSymbolAction(symbol => Analyze(symbol, file?.File, contracts), SymbolKind.NamedType);
        });
    }

    private static ContractFileText Read(SourceText text, Compilation compilation, CancellationToken cancellationToken) =>
        GeneratedTrees.Manifest(compilation) is { } manifest
            ? ContractFileText.Beside(text, DeclaredContracts.In(manifest.GetText(cancellationToken).ToString()))
            : ContractFileText.Of(text);

    private static void ReportFile(AdditionalFileAnalysisContext context, AdditionalText first, ContractFileText read, ProjectContracts contracts)
    {
        if (!ContractFileText.IsOne(context.AdditionalFile) || context.AdditionalFile.GetText(context.CancellationToken) is not { } text) return;

        if (first.Path != context.AdditionalFile.Path)
        {
            Report(0, "is the second of the project", $"keep the one beside the project file, which is not '{first.Path}' if this one is");
            return;
        }

        if (read.Error is { } error)
        {
            Report(error.Line, error.Fact, error.Remedy);
        }
        else if (read.File!.Assembly != context.Compilation.AssemblyName)
        {
            Report(read.File.AssemblyLine, $"is the one of the assembly '{read.File.Assembly}', and this is '{context.Compilation.AssemblyName}'",
                "give each project a file of its own, or correct the name when the assembly was renamed");
        }
        else
        {
            foreach (var gone in MissingEvents.Of(read.File, contracts, context.Compilation, context.CancellationToken))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    ContractRules.NotDeclared, ContractFileText.Line(context.AdditionalFile, text, gone.Line),
                    ImmutableDictionary<string, string?>.Empty.Add(IdProperty, gone.Id), gone.Id));
            }
        }

        void Report(int line, string fact, string remedy) =>
            context.ReportDiagnostic(Diagnostic.Create(ContractRules.Unreadable, ContractFileText.Line(context.AdditionalFile, text, line), fact, remedy));
    }

    private static void Analyze(SymbolAnalysisContext context, ContractFile? file, ProjectContracts contracts)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        AnalyzerGuard.Run(context, type, () =>
        {
            if (IsUnchanged(type, file) || contracts.Of(type, context.CancellationToken) is not { } parsed) return;
            if (file is null)
            {
                if (contracts.IsFirst(type, context.CancellationToken))
                    Suggest(context, type, "The events of this project have no contract file, so changes that other code cannot read are not found", $"start '{ContractFile.Name}'");
            }
            else if (contracts.Promise != ContractPromise.None && file.FindBeforeMove(parsed.Contract) is { } moved)
            {
                ReportId(context, type, parsed, moved);
            }
            else if (file.Find(parsed.Contract.Id) is { } accepted)
            {
                Compare(context, type, parsed, accepted, contracts);
            }
            else if (file.Events.FirstOrDefault(other => !other.IsRemoved && other.Type == parsed.Contract.Type && !contracts.Declares(other.Id, context.CancellationToken)) is { } renamed
                && contracts.Promise != ContractPromise.None)
            {
                ReportId(context, type, parsed, renamed);
            }
            else
            {
                Suggest(context, type, $"The event '{type.FullName()}' is new", Accept);
            }
        });
    }

    private static void ReportId(SymbolAnalysisContext context, INamedTypeSymbol type, ParsedContract parsed, EventContract before) => context.ReportDiagnostic(Diagnostic.Create(
        ContractRules.Broken, ContractLocations.Mark(type, context.Compilation, context.CancellationToken), type.FullName(),
        $"the id was '{before.Id}' and is '{parsed.Contract.Id}'", ContractMessages.Consequence(backward: true, forward: true), $"keep the id '{before.Id}' in [Event], or declare a new event beside this one"));

    // Of a type in several parts the generator may not have seen all: another generator can have written some.
    private static bool IsUnchanged(INamedTypeSymbol type, ContractFile? file) =>
        file?.Unchanged is { } unchanged && type.DeclaringSyntaxReferences.Length == 1
        && ProjectContracts.IdOf(type) is { } id && unchanged.TypeOf(id) == type.FullName();

    private static void Compare(SymbolAnalysisContext context, INamedTypeSymbol type, ParsedContract parsed, EventContract accepted, ProjectContracts contracts)
    {
        int version = parsed.Current.Version.Number, newest = accepted.Versions[accepted.Versions.Count - 1].Number;
        if (version < newest && contracts.Promise != ContractPromise.None)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                ContractRules.Broken, ContractLocations.Mark(type, context.Compilation, context.CancellationToken), type.FullName(),
                $"the version was {newest} and is {version}", ContractMessages.Consequence(backward: true, forward: true), $"declare version {newest} again"));
            return;
        }

        string? fact = null;
        bool isBroken = ReportMissingUpgrades(context, type, version, accepted, contracts);
        foreach (var each in parsed.Versions)
        {
            if (accepted.Find(each.Version.Number) is not { } before)
            {
                fact ??= $"Version {each.Version.Number} of the event '{type.FullName()}' is new";
                continue;
            }

            // What an older version was ordered by, its payload need not say any more.
            if (each != parsed.Current) before = before with { Key = "" };
            var changes = ContractComparison.Compare(before, each.Version);
            isBroken |= ReportBreaks(context, type, each, changes, contracts.Promise);
            if (changes.Count > 0) fact ??= $"The event '{type.FullName()}' has changed compatibly: {changes[0].Fact}{(changes.Count > 1 ? $", and {changes.Count - 1} more" : "")}";
        }

        // What is accepted is the whole event, so not while anything in it breaks.
        if (isBroken) return;
        if (fact is not null) Suggest(context, type, fact, Accept);
        else if (accepted.IsRemoved) Suggest(context, type, $"The event '{type.FullName()}' is declared again, and the contract file has it as removed", Accept);
    }

    private static bool ReportBreaks(SymbolAnalysisContext context, INamedTypeSymbol type, ParsedVersion parsed, IReadOnlyList<ContractChange> changes, ContractPromise promise)
    {
        bool isOlder = !SymbolEqualityComparer.Default.Equals(parsed.Type, type), isBroken = false;
        foreach (var change in changes)
        {
            // An older version is read, and written no more: what it was is all that it can be.
            if (!change.Breaks(isOlder ? promise & ContractPromise.Backward : promise)) continue;
            isBroken = true;
            context.ReportDiagnostic(Diagnostic.Create(
                ContractRules.Broken,
                ContractLocations.Own(change, parsed, context.Compilation),
                ContractLocations.Nested(change, parsed, context.Compilation),
                ImmutableDictionary<string, string?>.Empty.Add(RemedyProperty, change.Remedy.ToString()).Add(NameProperty, change.OldName),
                isOlder ? $"{type.FullName()}' in version {parsed.Version.Number}, '{parsed.Type.Name}" : type.FullName(),
                change.Fact, ContractMessages.Consequence(change.BreaksBackward, change.BreaksForward), ContractMessages.Remedy(change, isOlder)));
        }

        return isBroken;
    }

    private static bool ReportMissingUpgrades(SymbolAnalysisContext context, INamedTypeSymbol type, int version, EventContract accepted, ProjectContracts contracts)
    {
        if (!contracts.Promise.HasFlag(ContractPromise.Backward)) return false;
        var upgraded = contracts.UpgradedVersions(type, context.CancellationToken).ToList();
        bool isAny = false;
        foreach (var older in accepted.Versions.Where(older => older.Number < version && !upgraded.Contains(older.Number)))
        {
            isAny = true;
            context.ReportDiagnostic(Diagnostic.Create(
                ContractRules.InvalidUpgrade, ContractLocations.Mark(type, context.Compilation, context.CancellationToken),
                ImmutableDictionary<string, string?>.Empty.Add(VersionProperty, older.Number.ToString(CultureInfo.InvariantCulture)), type.FullName(),
                $"nothing upgrades what was written in version {older.Number}",
                $"add '[EventUpgrade] public static {type.Name} From(V{older.Number} old)', or remove the version from '{ContractFile.Name}' when nothing is left of it"));
        }

        return isAny;
    }

    private static void Suggest(SymbolAnalysisContext context, INamedTypeSymbol type, string fact, string remedy) =>
        context.ReportDiagnostic(Diagnostic.Create(ContractRules.NotAccepted, ContractLocations.InSource(type, context.Compilation) ?? Location.None, fact, remedy));
}
