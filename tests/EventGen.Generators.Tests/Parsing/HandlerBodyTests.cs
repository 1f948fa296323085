using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Tests.Parsing;

/// <summary>Emits within one another are not counted only where the body certainly emits nothing.</summary>
public sealed class HandlerBodyTests
{
    [Theory]
    [InlineData("=> _total += e.Amount;")]
    [InlineData("=> Count++;")]
    [InlineData("=> this.Count -= e.Amount * 2;")]
    [InlineData("=> _totals[e.Index & 7] += e.Amount;")]
    [InlineData("=> _last = e;")]
    [InlineData("=> Interlocked.Add(ref _total, e.Order.Amount);")]
    [InlineData("{ }")]
    [InlineData("{ int kept = e.Amount; if (kept > _total) _total = (int)kept; else return; for (int i = 0; i < 3; i++) kept--; }")]
    public void ABodyThatCallsNothing_EmitsNothing(string body) => Assert.True(EmitsNothing(body));

    [Theory]
    [InlineData("=> Events.Other.Emit(e.Amount);")]
    [InlineData("=> Add(e.Amount);")]
    [InlineData("=> _mailer.Send(e);")]
    [InlineData("=> _callback(e);")]
    [InlineData("=> _last = new Placed(1);")]
    [InlineData("=> Watched = e.Amount;")]
    [InlineData("=> Virtual = e.Amount;")]
    [InlineData("=> Elsewhere = e.Amount;")]
    [InlineData("=> Counters.Total += e.Amount;")]
    [InlineData("=> e.Total = 1;")]
    [InlineData("=> _last += e;")]
    [InlineData("=> Interlocked.Add(ref _total, Add(1));")]
    [InlineData("=> _list[0] = e;")]
    [InlineData("{ foreach (int i in e.Items) _total += i; }")]
    [InlineData("{ using var scope = e.Scope; }")]
    [InlineData("{ lock (this) _total++; }")]
    [InlineData("{ void Again() => Events.Other.Emit(1); }")]
    [InlineData("=> _total = e.Amount switch { 1 => Add(1), _ => 2 };")]
    public void ABodyThatMayCallCodeOfTheProject_MayEmit(string body) => Assert.False(EmitsNothing(body));

    [Theory]
    [InlineData("virtual")]
    [InlineData("override")]
    [InlineData("partial")]
    public void AMethodThatMayHaveAnotherBody_MayEmit(string modifier) => Assert.False(EmitsNothing("{ }", modifier));

    private static bool EmitsNothing(string body, string modifier = "")
    {
        var tree = CSharpSyntaxTree.ParseText($$"""
            public partial class Totals
            {
                private int _total;
                private int[] _totals = new int[8];
                private List<Placed> _list = [];
                private Placed _last;
                public int Count { get; private set; }
                public int Watched { get => _total; set => Events.Other.Emit(value); }
                public virtual int Virtual { get; set; }
                private int Add(int amount) => _total += amount;

                [Subscribe]
                public {{modifier}} void On(Placed e) {{body}}
            }
            """, cancellationToken: TestContext.Current.CancellationToken);
        var method = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<MethodDeclarationSyntax>().Single(static method => method.AttributeLists.Count > 0);
        Assert.False(method.ContainsDiagnostics);
        return HandlerBody.EmitsNothing(method);
    }
}
