using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>
/// Silences CS0436, which says that the project's class of accessors hides one of the same name in a referenced assembly: it has that one's
/// accessors too.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AccessorClassSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor s_hidden = new(
        "EVGS0436", "CS0436", "The project's class of accessors has those of the class that it hides");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = [s_hidden];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        var assembly = context.Compilation.Assembly;
        if (ReferencesParser.ModuleOf(assembly) is not { } module || AccessorClass.Of(assembly, module) is not { } own) return;
        if (!ReferencesParser.Modules(context.Compilation).Any(one => AccessorClass.Of(one.Assembly, one.Module)?.Clashes(own) == true)) return;

        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is not { } tree) continue;
            var node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            var named = context.GetSemanticModel(tree).GetSymbolInfo(node, context.CancellationToken).Symbol;
            if (SymbolEqualityComparer.Default.Equals(named, own.Type)) context.ReportSuppression(Suppression.Create(s_hidden, diagnostic));
        }
    }
}
