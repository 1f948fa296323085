using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit.Sdk;

namespace EventGen.TestKit.Tests;

public sealed class GeneratorHarnessTests
{
    private const string World =
        """
        namespace Shop;
        [Obsolete] public partial class World;
        """;

    [Fact]
    public void Run_OfAGoodGenerator_ReturnsWhatItWrote()
    {
        GeneratorRun run = Harness().Run(World);

        Assert.Equal(["World.g.cs"], run.Sources.Keys);
        Assert.Contains("Hello World", run.Sources["World.g.cs"]);
        Assert.Equal([IncrementalStepRunReason.New], run.Step("Greetings").Reasons);
    }

    [Fact]
    public void Run_WhenAStepKeepsALocation_FailsBecauseAnEditMovesIt()
    {
        var failure = Fails(With(static type => (type.Name, type.Locations[0].GetLineSpan()), static model => (model.Name, "")));

        Assert.Contains("a comment was added", failure);
        Assert.Contains("Greetings: Modified", failure);
    }

    [Fact]
    public void Run_WhenAStepKeepsASymbol_SaysWhere()
    {
        var failure = Fails(With(static type => new Kept(type.Name, [type]), static model => (model.Name, "")));

        Assert.Contains("Greetings: Kept.Symbols[0]:", failure);
    }

    [Fact]
    public void Run_WhenAnOutputDependsOnTheCompilation_Fails() =>
        Assert.Contains("SourceOutput: Modified", Fails(new GeneratorHarness(static () => new CompilationCounter())));

    [Fact]
    public void Run_WhenTheGeneratorThrows_ShowsTheException() =>
        Assert.Contains("CS8785", Fails(With<string>(static _ => throw new InvalidOperationException("boom"), static name => (name, ""))));

    [Fact]
    public void Run_WhenTheOutputWarns_ShowsTheLine()
    {
        var failure = Fails(With(static type => type.Name, static name => (name, "class C { int _unused; }")));

        Assert.Contains("CS0169", failure);
        Assert.Contains("class C { int _unused; }", failure);
    }

    [Fact]
    public void Run_WhenTheOutputNeedsANewerLanguage_Fails() =>
        Assert.Contains("CS8652", Fails(With(static type => type.Name, static name => (name, "class C { int P { get => field; set; } }")) with
        {
            AllowedDiagnostics = ["CS0103"],
        }), StringComparison.Ordinal);

    [Fact]
    public void Run_WhenAGeneratorReportsAWarning_Fails() =>
        Assert.Contains("TOY1: Oh no", Fails(new GeneratorHarness(static () => new Complainer())));

    [Fact]
    public void Run_WhenTheOutputFollowsTheOrderOfTheFiles_ShowsTheDifference()
    {
        var harness = new GeneratorHarness(static () => new Unsorted());

        string failure = Assert.ThrowsAny<XunitException>(() => harness.Run("class A;", "class B;")).Message;

        Assert.Contains("the files in reverse order", failure);
        Assert.Contains("- // A\n  // B\n+ // A\n", failure);
    }

    [Fact]
    public void Run_WhenARequiredStepTookNoPart_NamesIt() =>
        Assert.Contains("Farewells", Fails(Harness() with { RequiredSteps = ["Greetings", "Farewells"] }));

    [Fact]
    public void Run_WithAnAllowedDiagnostic_Passes()
    {
        var harness = With(static type => type.Name, static name => (name, "class C { int _unused; }"));

        Assert.Single((harness with { AllowedDiagnostics = ["CS0169"] }).Run(World).Sources);
    }

    [Fact]
    public void Edit_ReportsTheStepsAndSourcesItTouched()
    {
        GeneratorRun run = Harness().Run(World, "namespace Shop; [Obsolete] public partial class Moon;");

        GeneratorRun edited = run.Edit("class World", "class Mars");

        Assert.Equal(["Mars.g.cs", "World.g.cs"], edited.ChangedSources);
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged], edited.Step("Greetings").Reasons.Order());
        Assert.False(edited.Step("Greetings").IsUntouched);
    }

    [Fact]
    public void Add_OfAnotherClass_WritesOneMoreSource()
    {
        GeneratorRun run = Harness().Run(World);

        GeneratorRun added = run.Add(new SourceFile("Moon.cs", "namespace Shop; [Obsolete] public partial class Moon;"));

        Assert.Equal(["Moon.g.cs"], added.ChangedSources);
        Assert.Equal(["Moon.g.cs"], added.Remove("Moon.cs").ChangedSources);
    }

    [Fact]
    public void StartUntracked_WhenAClassWentBeforeTheLastEdit_KeepsTheSourcesOfTheOthers()
    {
        GeneratorRun run = new GeneratorHarness(static () => new Joined()).StartUntracked("class A;", "class B;", "// before");

        GeneratorRun edited = run.Edit("class A;", "").Edit("// before", "// after");

        Assert.Equal(["B.g.cs"], edited.Sources.Keys);
    }

    [Fact]
    public void Load_RunsTheGeneratedCode()
    {
        using CompiledAssembly shop = Harness().Run(World).Load();

        Assert.Equal("Hello World", shop.Call("Shop.World", "Greet"));
    }

    [Fact]
    public void Load_WithAReferencedRun_RunsBoth()
    {
        GeneratorRun contracts = (Harness() with { Project = new() { AssemblyName = "Contracts" } }).Run(World);
        GeneratorHarness app = Harness().Referencing(contracts);
        app = app with { AllowedDiagnostics = ["CS0612"], Project = app.Project with { AssemblyName = "App" } };

        using CompiledAssembly loaded = app.Run("public static class App { public static string Run() => Shop.World.Greet() + '!'; }").Load();

        Assert.Equal("Hello World!", loaded.Call("App", "Run"));
    }

    [Fact]
    public void WithJsonGenerator_CompilesASerializerContext()
    {
        GeneratorRun run = Harness().WithJsonGenerator().Run(
            """
            using System.Text.Json.Serialization;
            namespace Shop;
            public sealed record Order(int Id);
            [JsonSerializable(typeof(Order))] internal sealed partial class ShopJson : JsonSerializerContext;
            public static class App { public static string Run() => System.Text.Json.JsonSerializer.Serialize(new Order(7), ShopJson.Default.Order); }
            """);

        using CompiledAssembly shop = run.Load();
        Assert.Equal("""{"Id":7}""", shop.Call("Shop.App", "Run"));
        Assert.Empty(run.Sources);
    }

    [Fact]
    public void Start_PassesBuildPropertiesAndTheEditorConfig()
    {
        var harness = new GeneratorHarness(static () => new OptionsEcho())
        {
            Project = new() { RootNamespace = "Acme", EditorConfig = "root = true\n[*.cs]\nacme_colour = red\n" },
        };

        Assert.Equal("// Acme, red", harness.Run(World).Sources["Options.g.cs"]);
    }

    [Fact]
    public void Run_OfAProgram_RunsItsModuleInitializer()
    {
        var harness = Harness() with { Project = new() { OutputKind = OutputKind.ConsoleApplication, LanguageVersion = LanguageVersion.Preview } };

        using CompiledAssembly program = harness.Run(
            """
            Console.WriteLine();
            public static class Started
            {
                public static bool Yes;
                [System.Runtime.CompilerServices.ModuleInitializer] internal static void Initialize() => Yes = true;
                public static bool Read() => Yes;
            }
            """).Load();

        Assert.Equal(true, program.Call("Started", "Read"));
    }

    private static GeneratorHarness Harness() => With(static type => type.Name, static name => (name, $$"""
        namespace Shop { partial class {{name}} { /// <summary>Says it.</summary>
        public static string Greet() => "Hello {{name}}"; } }
        """));

    private static GeneratorHarness With<T>(Func<INamedTypeSymbol, T> parse, Func<T, (string, string)> emit) =>
        new(() => new GreetingGenerator<T>(parse, emit));

    private static string Fails(GeneratorHarness harness) => Assert.ThrowsAny<XunitException>(() => harness.Run(World)).Message;

    private sealed record Kept(string Name, ISymbol[] Symbols);

    private sealed class CompilationCounter : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(
                context.CompilationProvider,
                static (output, compilation) => output.AddSource("Count.g.cs", $"// {compilation.SyntaxTrees.Count()}"));
    }

    private sealed class Complainer : IIncrementalGenerator
    {
        private static readonly DiagnosticDescriptor s_rule = new("TOY1", "Toy", "Oh no", "Toy", DiagnosticSeverity.Warning, true);

        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(
                context.AnalyzerConfigOptionsProvider, static (output, _) => output.ReportDiagnostic(Diagnostic.Create(s_rule, null)));
    }

    private sealed class Unsorted : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(
                context.SyntaxProvider.CreateSyntaxProvider(
                    static (node, _) => node is ClassDeclarationSyntax, static (found, _) => ((ClassDeclarationSyntax)found.Node).Identifier.Text)
                    .Where(static name => name.Length == 1).Collect(),
                static (output, names) => output.AddSource("Names.g.cs", string.Concat(names.Select(static name => $"// {name}\n"))));
    }

    private sealed class Joined : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(
                context.SyntaxProvider.CreateSyntaxProvider(
                    static (node, _) => node is ClassDeclarationSyntax, static (found, _) => ((ClassDeclarationSyntax)found.Node).Identifier.Text)
                    .Combine(context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName)),
                static (output, pair) => output.AddSource($"{pair.Left}.g.cs", $"// {pair.Right}"));
    }

    private sealed class OptionsEcho : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(
                context.AnalyzerConfigOptionsProvider.Combine(context.CompilationProvider.Select(static (compilation, _) => compilation.SyntaxTrees.First()))
                    .Select(static (pair, _) =>
                    {
                        pair.Left.GlobalOptions.TryGetValue("build_property.RootNamespace", out string? root);
                        pair.Left.GetOptions(pair.Right).TryGetValue("acme_colour", out string? colour);
                        return $"// {root}, {colour}";
                    }),
                static (output, text) => output.AddSource("Options.g.cs", text));
    }
}
