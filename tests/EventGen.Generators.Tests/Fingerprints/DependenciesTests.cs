using EventGen.Generators.Fingerprints;
using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Tests.Fingerprints;

/// <summary>Which files an edit in another file concerns.</summary>
public sealed class DependenciesTests
{
    // In its own words: what a handler's file mentions, and what these files mention in turn.
    private static readonly (string Path, string Text)[] s_files =
    [
        ("Handler.cs", "using Heard = EventGen.SubscribeAttribute; using Shop.Events; namespace Shop.Handlers; public class Receipts(IMailer mailer) : Base { [Heard] public void On(Placed e) { Unrelated.Note(); } }"),
        ("Base.cs", "namespace Shop.Handlers; public abstract class Base : Root { }"),
        ("Root.cs", "namespace Shop.Handlers; public abstract class Root { public const int Order = 1; }"),
        ("Placed.cs", "namespace Shop.Events; [EventGen.Event] public partial record Placed(int Number);"),
        ("Mailer.cs", "namespace Shop; public interface IMailer { Letter Next { get; } }"),
        ("Letter.cs", "namespace Shop; [Obsolete] public class Letter { public IMailer Mailer => null!; }"),
        ("Unrelated.cs", "namespace Shop; public static class Unrelated { public static void Note() { } }"),
        ("Usings.cs", "global using Names = Shop.AllNames;"),
        ("AllNames.cs", "namespace Shop; public static class AllNames { public const string One = \"one\"; }"),
        ("Polyfill.cs", "namespace System.Runtime.CompilerServices; internal static class IsExternalInit { }"),
    ];

    private static readonly CSharpCompilation s_project = CSharpCompilation.Create("Shop", s_files.Select(static file => Parse(file.Path, file.Text)));

    [Theory]
    [InlineData("Handler.cs", "On(Placed e)", "On(Placed placed)")]
    [InlineData("Placed.cs", "int Number", "long Number")]
    [InlineData("Base.cs", "Base : Root", "Base")]
    [InlineData("Root.cs", "Order = 1", "Order = 2")]                   // what the base class depends on
    [InlineData("Letter.cs", "[Obsolete]", "[Obsolete(\"\")]")]       // what a service depends on
    [InlineData("Letter.cs", "namespace Shop;", "namespace Shop.Letters;")]
    [InlineData("Unrelated.cs", "class Unrelated", "class Placed")]     // another type that the name can mean
    [InlineData("Unrelated.cs", "class Unrelated", "class HeardAttribute")]
    [InlineData("Unrelated.cs", "namespace Shop;", "namespace Other.Shop;")]   // another namespace that the name can mean
    [InlineData("Usings.cs", "AllNames", "NoNames")]
    [InlineData("AllNames.cs", "\"one\"", "\"two\"")]                 // what the whole project depends on
    [InlineData("Polyfill.cs", "internal", "public")]                   // what the compiler asks for by itself
    [InlineData("Unrelated.cs", "namespace Shop;", "[assembly: System.CLSCompliant(true)] namespace Shop;")]
    public void EditOfWhatItDependsOn_Concerns(string file, string before, string after) => Assert.True(Concerns(Edit(file, before, after)));

    [Theory]
    [InlineData("Unrelated.cs", "Note() { }", "Note() { } public static int More;")]
    [InlineData("Unrelated.cs", "class Unrelated", "class Unknown")]
    [InlineData("Unrelated.cs", "Note() { }", "Note() { } public class Inner { }")]
    [InlineData("Unrelated.cs", "namespace Shop;", "using System; namespace Shop;")]
    [InlineData("Unrelated.cs", "namespace Shop;", "namespace Shop.Elsewhere;")]
    [InlineData("Unrelated.cs", "Note() { }", "Note(Placed e) { }")]   // depends on the event, and nothing on it
    public void EditOfAnotherDeclaration_DoesNot(string file, string before, string after) => Assert.False(Concerns(Edit(file, before, after)));

    [Fact]
    public void FileThatComesOrGoes_ConcernsThoseThatMentionIt()
    {
        Assert.False(Concerns(s_project.AddSyntaxTrees(Parse("New.cs", "namespace Shop; public class Stranger { }"))));
        Assert.True(Concerns(s_project.AddSyntaxTrees(Parse("New.cs", "namespace Shop.Events; public partial record Placed { }"))));
        Assert.False(Concerns(s_project.RemoveSyntaxTrees(Tree("Unrelated.cs"))));
        Assert.True(Concerns(s_project.RemoveSyntaxTrees(Tree("Letter.cs"))));
    }

    [Fact]
    public void TopLevelStatements_ConcernThePartsOfTheirType()
    {
        var project = s_project.ReplaceSyntaxTree(Tree("Handler.cs"), Parse("Handler.cs", "public partial class Program { [EventGen.Subscribe] public static void On(Placed e) { } }"));

        Assert.True(Concerns(project, project.ReplaceSyntaxTree(Tree("Unrelated.cs"), Parse("Unrelated.cs", "_ = 1;"))));
    }

    [Fact]
    public void PartsOfATypeInAnotherOrder_AreAnotherDependency()
    {
        SyntaxTree first = Parse("First.cs", "partial record Placed { }"), second = Parse("Second.cs", "partial record Placed { }"), handler = Tree("Handler.cs");

        Assert.True(Concerns(CSharpCompilation.Create("Shop", [handler, first, second]), CSharpCompilation.Create("Shop", [handler, second, first])));
    }

    [Theory]
    [InlineData("Placed.cs")]
    [InlineData("Unrelated.cs")]
    public void AnotherProject_ConcernsAll(string file) => Assert.True(Concerns(s_project, s_project.WithAssemblyName("Store"), file));

    [Fact]
    public void Declarations_OfFilesThatNothingConcerns_AreNotReadAgain()
    {
        var project = s_project.AddReferences(MetadataReference.CreateFromFile(typeof(object).Assembly.Location), MetadataReference.CreateFromFile(typeof(EventAttribute).Assembly.Location));
        var before = Read(project);
        var unrelated = Read(project.ReplaceSyntaxTree(Tree("Unrelated.cs"), Parse("Unrelated.cs", "namespace Shop; public class Unrelated;")));
        var related = Read(project.ReplaceSyntaxTree(Tree("Base.cs"), Parse("Base.cs", "namespace Shop.Handlers; public abstract class Base { }")));

        Assert.NotNull(Assert.Single(before["Placed.cs"].Events));
        Assert.Same(before["Placed.cs"], unrelated["Placed.cs"]);
        Assert.Same(before["Handler.cs"], unrelated["Handler.cs"]);
        Assert.Same(before["Placed.cs"], related["Placed.cs"]);
        Assert.NotSame(before["Handler.cs"], related["Handler.cs"]);
    }

    // An event's file does not name the contexts that list it.
    [Fact]
    public void Contracts_AreReadAgain_WhereTheFileOrAContextIsAnother()
    {
        var (project, file) = (Of(s_project), FileFingerprint.Of(Tree("Placed.cs"), TestContext.Current.CancellationToken));
        int place = Place(s_project, "Placed.cs"), readings = 0;

        Assert.Equal(1, Read(project, "contexts"));
        Assert.Equal(1, Read(Of(Edit("Unrelated.cs", "Note() { }", "Note() { } public static int More;")), "contexts"));
        Assert.Equal(2, Read(project, "other contexts"));
        Assert.Equal(3, Read(Of(s_project.WithAssemblyName("Store")), "other contexts"));

        int Read(Dependencies dependencies, string contexts)
        {
            file.ReadContracts(dependencies, place, contexts, () =>
            {
                readings++;
                return default;
            });
            return readings;
        }
    }

    [Fact]
    public void LongChainOfFiles_IsFollowed()
    {
        const int length = 5_000;
        var chain = CSharpCompilation.Create("Shop", Enumerable.Range(0, length).Select(static i => Parse($"File{i}.cs", $"[A] class Link{i} : Link{i + 1} {{ }}")));
        var last = chain.SyntaxTrees[^1];

        Assert.True(Concerns(chain, chain.ReplaceSyntaxTree(last, Parse(last.FilePath, "class Link4999 { }")), "File0.cs"));
        Assert.False(Concerns(chain, chain.ReplaceSyntaxTree(chain.SyntaxTrees[0], Parse("File0.cs", "class Link0 { }")), "File1.cs"));
    }

    private static bool Concerns(CSharpCompilation edited) => Concerns(s_project, edited);

    private static bool Concerns(CSharpCompilation project, CSharpCompilation edited, string file = "Handler.cs") =>
        !Of(project).AreEqual(Place(project, file), Of(edited), Place(edited, file));

    private static ProjectDeclarations Read(CSharpCompilation project) =>
        ProjectFingerprint.Of(project, "Shop", TestContext.Current.CancellationToken).Read(project, TestContext.Current.CancellationToken);

    private static Dependencies Of(CSharpCompilation project) => new(
        ProjectShape.Of(project, TestContext.Current.CancellationToken).DigestWithoutFiles,
        [.. project.SyntaxTrees.Select(static tree => FileFingerprint.Of(tree, TestContext.Current.CancellationToken))]);

    private static int Place(CSharpCompilation project, string file) => project.SyntaxTrees.Select(static tree => tree.FilePath).ToList().IndexOf(file);

    private static CSharpCompilation Edit(string file, string before, string after)
    {
        string text = s_files.Single(one => one.Path == file).Text;
        Assert.Contains(before, text);
        return s_project.ReplaceSyntaxTree(Tree(file), Parse(file, text.Replace(before, after)));
    }

    private static SyntaxTree Tree(string file) => s_project.SyntaxTrees.Single(tree => tree.FilePath == file);

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, path: path);
}
