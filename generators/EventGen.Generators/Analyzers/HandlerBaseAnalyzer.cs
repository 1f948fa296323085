using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports abstract and generic classes with handlers that no class takes over: nothing calls those handlers.</summary>
/// <remarks>An error where no other project can derive a class, a suggestion where one may.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerBaseAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [HandlerRules.CannotBeMade, HandlerRules.NothingDerives];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // Handlers in files that call themselves generated are called too.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            var bases = new HandlerBases(start.Compilation);
            start.RegisterSymbolAction(symbol => Analyze(symbol, bases), SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, HandlerBases bases)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || type.IsStatic || HandlerClassParser.IsConcrete(type)) return;
        if (!HandlerMethods.DeclaredBy(type).Any(static method => !method.IsStatic) || bases.HasDerived(type, context.CancellationToken)) return;

        string kind = type.IsAbstract ? "abstract" : "generic";
        string remedy = type.IsInGeneric() ? "derive a class without type parameters from it" : "derive a class from it, or remove 'abstract'";
        context.ReportDiagnostic(bases.MayHaveDerivedElsewhere(type)
            ? Diagnostic.Create(HandlerRules.NothingDerives, type.Locations[0], type.FullName(), kind, remedy)
            : Diagnostic.Create(
                HandlerRules.CannotBeMade, type.Locations[0], type.FullName(),
                $"is {kind}, and no class that can be made derives from it, so nothing calls its handlers", remedy));
    }
}
