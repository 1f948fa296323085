using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports what keeps a method that is marked as a handler from being one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        HandlerRules.InvalidShape, HandlerRules.NotAnEvent, HandlerRules.AsyncVoid, HandlerRules.CannotBeMade, HandlerRules.ConflictingLifetimes,
        GeneratorRules.ItemFailed, GeneratorRules.LanguageVersion,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // Handlers in files that call themselves generated are called too.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
        context.RegisterSyntaxNodeAction(
            AnalyzeFunction,
            SyntaxKind.LocalFunctionStatement, SyntaxKind.ParenthesizedLambdaExpression, SyntaxKind.SimpleLambdaExpression);
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        AnalyzerGuard.Run(context, type, () =>
        {
            var scope = new ParseScope(context.Compilation, context.ReportDiagnostic, context.CancellationToken);
            var handlerClass = HandlerClassParser.Parse(type, scope);
            foreach (var method in HandlerMethods.DeclaredBy(type)) HandlerParser.Parse(method, type, handlerClass, scope);
            if (!HandlerClassParser.IsConcrete(type)) return;
            foreach (var method in HandlerMethods.InheritedBy(type)) HandlerParser.Parse(method, type, handlerClass, scope);
        });
    }

    // A marked function inside a method is no member of any type.
    private static void AnalyzeFunction(SyntaxNodeAnalysisContext context)
    {
        bool marked = context.Node is LocalFunctionStatementSyntax { AttributeLists.Count: > 0 } or LambdaExpressionSyntax { AttributeLists.Count: > 0 };
        if (!marked) return;

        var symbol = context.Node is LocalFunctionStatementSyntax
            ? context.SemanticModel.GetDeclaredSymbol(context.Node, context.CancellationToken)
            : context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol;
        if (symbol is not IMethodSymbol method || !method.HasAttribute(KnownNames.Subscribe)) return;
        var scope = new ParseScope(context.Compilation, context.ReportDiagnostic, context.CancellationToken);
        HandlerParser.Parse(method, method.ContainingType, handlerClass: null, scope);
    }
}
