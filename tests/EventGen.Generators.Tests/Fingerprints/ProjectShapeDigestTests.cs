using EventGen.Generators.Fingerprints;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Tests.Fingerprints;

public sealed class ProjectShapeDigestTests
{
    private const string File =
        """
        using System;
        namespace Shop;
        /// <summary>Said.</summary>
        [Serializable]
        public partial class Order
        {
            private const int Size = 1;
            private readonly string _name = "name";
            public Order(int a = 1) : this("x") { Console.WriteLine("constructor"); }
            public Order(string b) => _name = b;
            ~Order() { Console.WriteLine("gone"); }
            public int Number { get => 10; set { _ = 11; } }
            public string Text => "text";
            public int this[int index] => 20;
            public event Action Done { add { _ = 30; } remove { _ = 31; } }
            public static Order operator +(Order one) { return one; }
            public static implicit operator string(Order one) => "converted";
            partial void Part();
            partial void Part() { Func<int> f = () => { int Local() => 40; return Local(); }; }
            private sealed class Inner { void M() { throw null!; } }
        }
        public enum Kind { One = 50 }
        """;

    private static readonly CSharpCompilation s_project = CSharpCompilation.Create("Shop", [Parse(File)]);

    [Theory]
    [InlineData("Console.WriteLine(\"constructor\");", "")]
    [InlineData("_name = b;", "_name = b + b;")]
    [InlineData("\"gone\"", "\"went\"")]
    [InlineData("=> 10", "=> 100")]
    [InlineData("_ = 11;", "// comment\n\n_ = 12;")]
    [InlineData("\"text\"", "\"other\"")]
    [InlineData("=> 20", "=> index")]
    [InlineData("_ = 30;", "")]
    [InlineData("_ = 31;", "if (true) { }")]
    [InlineData("return one;", "return one ?? one;")]
    [InlineData("\"converted\"", "one.Text")]
    [InlineData("int Local() => 40; return Local();", "return 1;")]
    [InlineData("throw null!;", "throw null")]           // does not parse: nothing around it is touched
    public void EditInsideABody_LeavesItEqual(string before, string after) => Assert.Equal(Digest(File), Digest(Edited(before, after)));

    [Theory]
    [InlineData("namespace Shop;", "namespace Shop2;")]
    [InlineData("using System;", "using System; using S = System.String;")]
    [InlineData("Said.", "Said otherwise.")]
    [InlineData("[Serializable]", "[Serializable, Obsolete]")]
    [InlineData("public partial class", "internal partial class")]
    [InlineData("Size = 1", "Size = 2")]
    [InlineData("\"name\"", "\"other\"")]
    [InlineData("int a = 1", "int a = 2")]
    [InlineData(": this(\"x\")", ": this(\"y\")")]
    [InlineData("public int Number", "public long Number")]
    [InlineData("set { _ = 11; }", "")]
    [InlineData("set { _ = 11; }", "set;")]
    [InlineData("set { _ = 11; }", "set => _ = 11;")]
    [InlineData("partial void Part() {", "partial void Part(int a) {")]
    [InlineData("One = 50", "One = 51")]
    [InlineData("throw null!; }", "throw null!; } }")]                                  // what is around the body does not parse
    [InlineData("throw null!;", "\n#nullable disable\nthrow null!;")]
    [InlineData("throw null!;", "\n#if X\nthrow null!;\n#endif\n")]
    [InlineData("Console.WriteLine(\"constructor\"); }", "Console.WriteLine(\"constructor\"); } [Obsolete] void New() { }")]
    public void EditOfADeclaration_ChangesIt(string before, string after) => Assert.NotEqual(Digest(File), Digest(Edited(before, after)));

    [Fact]
    public void EditOfABodyWithADirective_ChangesIt() => Assert.NotEqual(
        Digest(Edited("throw null!;", "\n#pragma warning disable\nthrow null!;")), Digest(Edited("throw null!;", "\n#pragma warning disable\nthrow null;")));

    [Fact]
    public void EditOfABodyInAMemberThatDoesNotParse_ChangesIt() => Assert.NotEqual(
        Digest(Edited("void M() { throw null!; }", "void M( { throw null!; }")), Digest(Edited("void M() { throw null!; }", "void M( { throw null; }")));

    [Fact]
    public void TopLevelStatement_IsNoBody() => Assert.NotEqual(Digest("{ int a = 1; }"), Digest("{ int b = 1; }"));

    [Fact]
    public void TextThatLooksLikeWhatIsLeftOut_IsToldApart() =>
        Assert.NotEqual(Digest("class A { void M() { } void N() { } }"), Digest("class A { void M() { void N() { } } }"));

    [Fact]
    public void ChangeOfTheProject_ChangesIt()
    {
        var other = Parse("class Other;", "Other.cs");
        CSharpCompilation two = s_project.AddSyntaxTrees(other);
        CSharpCompilation[] projects =
        [
            s_project,
            s_project.WithAssemblyName("Shop2"),
            s_project.WithOptions(s_project.Options.WithNullableContextOptions(NullableContextOptions.Enable)),
            s_project.AddReferences(MetadataReference.CreateFromFile(typeof(object).Assembly.Location)),
            s_project.AddReferences(MetadataReference.CreateFromFile(typeof(object).Assembly.Location).WithAliases(["core"])),
            two,
            two.RemoveAllSyntaxTrees().AddSyntaxTrees(other, s_project.SyntaxTrees[0]),
            CSharpCompilation.Create("Shop", [Parse(File, "Moved.cs")]),
            CSharpCompilation.Create("Shop", [Parse(File, options: new CSharpParseOptions(LanguageVersion.CSharp11))]),
            CSharpCompilation.Create("Shop", [Parse(File, options: new CSharpParseOptions(preprocessorSymbols: ["DEBUG"]))]),
            CSharpCompilation.Create("Shop", [Parse(File, options: new CSharpParseOptions().WithFeatures([new("strict", "true")]))]),
        ];

        Assert.Equal(projects.Length, projects.Select(Digest).Distinct().Count());
    }

    [Fact]
    public void ReferencedProject_CountsByWhatItDeclares()
    {
        var app = CSharpCompilation.Create("App", [Parse("class App;")]);
        string Referencing(string file, params string[] aliases) =>
            Digest(app.AddReferences(Project(file).ToMetadataReference([.. aliases])));

        // Options of its own would make it another project.
        static CSharpCompilation Project(string file) => s_project.ReplaceSyntaxTree(s_project.SyntaxTrees[0], Parse(file));

        Assert.Equal(Referencing(File), Referencing(Edited("=> 10", "=> 100")));
        Assert.NotEqual(Referencing(File), Referencing(Edited("public int Number", "public long Number")));
        Assert.NotEqual(Referencing(File), Referencing(File, "shop"));
    }

    [Fact]
    public void Outline_OfEqualDigest_IsReadOnce()
    {
        var fingerprint = ProjectFingerprint.Of(s_project, "Shop", TestContext.Current.CancellationToken);
        var edited = s_project.ReplaceSyntaxTree(s_project.SyntaxTrees[0], Parse(Edited("=> 10", "=> 100")));

        Assert.Equal(fingerprint, ProjectFingerprint.Of(edited, "Shop", TestContext.Current.CancellationToken));
        Assert.NotEqual(fingerprint, ProjectFingerprint.Of(edited, "Store", TestContext.Current.CancellationToken));
        Assert.Same(fingerprint.Read(s_project, TestContext.Current.CancellationToken), fingerprint.Read(edited, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Outline_WhenReadingIsCancelled_KeepsNothing()
    {
        var fingerprint = ProjectFingerprint.Of(s_project, "Shop", TestContext.Current.CancellationToken);

        Assert.ThrowsAny<OperationCanceledException>(() => fingerprint.Read(s_project, new CancellationToken(canceled: true)));
        Assert.Equal("Shop", fingerprint.Read(s_project, TestContext.Current.CancellationToken).Project.AssemblyName);
    }

    private static string Edited(string before, string after)
    {
        Assert.Contains(before, File);
        return File.Replace(before, after);
    }

    private static string Digest(string file) => Digest(s_project.ReplaceSyntaxTree(s_project.SyntaxTrees[0], Parse(file)));

    private static string Digest(Compilation project) => Convert.ToHexString(ProjectShape.Of(project, TestContext.Current.CancellationToken).Digest);

    private static SyntaxTree Parse(string text, string path = "Order.cs", CSharpParseOptions? options = null) => CSharpSyntaxTree.ParseText(text, options, path);
}
