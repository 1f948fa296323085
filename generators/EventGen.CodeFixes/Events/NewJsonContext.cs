using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace EventGen.CodeFixes.Events;

/// <summary>The file of a new <c>JsonSerializerContext</c>.</summary>
internal static class NewJsonContext
{
    /// <summary>The attribute that lists a type, without the suffix.</summary>
    public const string Listing = "System.Text.Json.Serialization.JsonSerializable";

    public static AttributeArgumentSyntax TypeOf(string globalName) => SyntaxFactory.AttributeArgument(
        SyntaxFactory.TypeOfExpression(SyntaxFactory.ParseTypeName(globalName).WithAdditionalAnnotations(Simplifier.Annotation)));

    /// <summary>The project with <c>ShopJson.cs</c>, beside its events' accessors.</summary>
    public static Solution AddTo(Project project, Compilation compilation, IEnumerable<string> events)
    {
        var names = ProjectParser.Parse(compilation, project.AnalyzerOptions.AnalyzerConfigOptionsProvider).Names;
        string name = FreeName(compilation, names.Namespace, Identifiers.Join((compilation.AssemblyName ?? "").Split('.').Last()) + "Json");
        string lines = string.Concat(events.Select(static type => $"[JsonSerializable(typeof({type}))]\n"));
        string space = names.Namespace.Length == 0 ? "" : $"namespace {names.Namespace};\n\n";
        var root = SyntaxFactory.ParseCompilationUnit(
            $"using System.Text.Json.Serialization;\n\n{space}{lines}internal sealed partial class {name} : JsonSerializerContext;\n",
            options: (CSharpParseOptions?)project.ParseOptions);
        var listed = root.DescendantNodes().OfType<TypeOfExpressionSyntax>().Select(static type => type.Type);
        return project.AddDocument($"{name}.cs", root.ReplaceNodes(listed, static (_, type) => type.WithAdditionalAnnotations(Simplifier.Annotation))).Project.Solution;
    }

    private static string FreeName(Compilation compilation, string space, string wanted)
    {
        string name = wanted;
        for (int number = 2; compilation.GetTypeByMetadataName(space.Length == 0 ? name : $"{space.Replace("@", "")}.{name}") is not null; number++)
            name = $"{wanted}{number}";
        return name;
    }
}
