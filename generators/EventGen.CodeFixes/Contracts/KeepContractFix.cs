using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.EventContracts;
using EventGen.Generators.Analyzers;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Contracts;

/// <summary>EVG6001: makes a part optional, or gives it back its name on the wire, where that keeps the contract.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class KeepContractFix() : EditingFix(ContractRules.Broken.Id, "Keep the contract")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        // The part itself may be of a type in another file.
        var place = diagnostic.AdditionalLocations.Count > 0 ? diagnostic.AdditionalLocations[0] : diagnostic.Location;
        if (document.Project.GetDocument(place.SourceTree) is not { } holder) return [];
        var root = (await holder.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        var node = root.FindNode(place.SourceSpan);
        if (node is not (ParameterSyntax or PropertyDeclarationSyntax)) return [];

        diagnostic.Properties.TryGetValue(ContractAnalyzer.RemedyProperty, out string? remedy);
        if (remedy == nameof(ContractRemedy.KeepName) && diagnostic.Properties.TryGetValue(ContractAnalyzer.NameProperty, out string? name))
            return [new(holder, node, "name", current => WireName.On(current, name!))];
        if (remedy != nameof(ContractRemedy.MakeOptional)) return [];

        var model = (await holder.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        return OptionalPart.Edit(node, model, cancellationToken) is { } edit ? [new(holder, node, "optional", edit)] : [];
    }
}
