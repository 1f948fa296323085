using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>Reports what keeps a method that is marked as a handler from being one, and from having its services.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        HandlerRules.InvalidShape, HandlerRules.NotAnEvent, HandlerRules.AsyncVoid, HandlerRules.CannotBeMade, HandlerRules.NoServices,
        HandlerRules.CapturedScopedService, HandlerRules.ConflictingLifetimes, HandlerRules.OutOfReach, HandlerRules.SameName, HandlerRules.BlankName,
        DeliveryRules.CannotWork, GeneratorRules.ItemFailed, GeneratorRules.LanguageVersion,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // Handlers in files that call themselves generated are called too.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            var unread = UnreadIn(start.Compilation.Assembly);
            var services = new ProjectServices(start.Compilation);
            var names = new HandlerNames();
            start.RegisterSymbolAction(symbol => AnalyzeType(symbol, unread, services, names), SymbolKind.NamedType);
            start.RegisterSyntaxNodeAction(services.NoteCall, SyntaxKind.InvocationExpression);
            start.RegisterCompilationEndAction(services.Report);
            start.RegisterCompilationEndAction(names.Report);
        });
        context.RegisterSyntaxNodeAction(
            AnalyzeFunction,
            SyntaxKind.LocalFunctionStatement, SyntaxKind.ParenthesizedLambdaExpression, SyntaxKind.SimpleLambdaExpression);
    }

    private static void AnalyzeType(SymbolAnalysisContext context, HashSet<string> unread, ProjectServices services, HandlerNames names)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (GeneratedDispatcher.Is(type)) return;
        AnalyzerGuard.Run(context, type, () =>
        {
            var declared = HandlerMethods.DeclaredBy(type).ToList();
            var inherited = HandlerClassParser.IsConcrete(type) ? HandlerMethods.InheritedBy(type).ToList() : [];
            if (declared.Count + inherited.Count == 0) return;

            var scope = new ParseScope(context.Compilation, context.ReportDiagnostic, context.CancellationToken);
            var handlerClass = HandlerClassParser.Parse(type, scope);
            if (handlerClass is not null) services.NoteClass(type, handlerClass, scope);
            foreach (var method in declared.Concat(inherited))
            {
                if (HandlerParser.Parse(method, type, handlerClass, scope) is not { } handler) continue;
                services.NoteHandler(type, method, handler);
                names.Note(type, method, handler);
            }

            // The generator read them before the others had written their files, and did not know what is known now.
            foreach (var method in declared)
            {
                if (unread.Contains(method.FullName()) && !UnresolvedTypes.IsEventOf(method))
                    scope.Report(HandlerRules.OutOfReach, method, method.FullName());
            }
        });
    }

    private static HashSet<string> UnreadIn(IAssemblySymbol assembly) => new(
        assembly.GetAttributes()
            .Where(static attribute => attribute.AttributeClass.Is(RuntimeNames.UnreadHandlerAttribute))
            .Select(static attribute => attribute.FirstText())
            .OfType<string>(),
        StringComparer.Ordinal);

    // A marked function inside a method is no member of any type.
    private static void AnalyzeFunction(SyntaxNodeAnalysisContext context)
    {
        bool marked = context.Node is LocalFunctionStatementSyntax { AttributeLists.Count: > 0 } or LambdaExpressionSyntax { AttributeLists.Count: > 0 };
        if (!marked) return;

        var symbol = context.Node is LocalFunctionStatementSyntax
            ? context.SemanticModel.GetDeclaredSymbol(context.Node, context.CancellationToken)
            : context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol;
        if (symbol is not IMethodSymbol method || !method.HasAttribute(RuntimeNames.SubscribeAttribute)) return;
        var scope = new ParseScope(context.Compilation, context.ReportDiagnostic, context.CancellationToken);
        HandlerParser.Parse(method, method.ContainingType, handlerClass: null, scope);
    }
}
