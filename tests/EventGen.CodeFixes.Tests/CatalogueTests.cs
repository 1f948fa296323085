using System.Composition;
using System.Reflection;
using EventGen.CodeFixes.Contracts;
using EventGen.CodeFixes.Editing;
using EventGen.CodeFixes.Events;
using EventGen.CodeFixes.Triggers;
using EventGen.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.CodeFixes.Tests;

/// <summary>An editor finds a fix by its export and offers it by its ids.</summary>
public sealed class CatalogueTests
{
    private static readonly Type[] s_fixes =
        [.. typeof(RuleFix).Assembly.GetTypes().Where(static type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(CodeFixProvider)))];

    public static TheoryData<string> Fixes => [.. s_fixes.Select(static type => type.Name)];

    [Theory]
    [MemberData(nameof(Fixes))]
    public void Fix_IsExportedForCSharp(string fix)
    {
        var type = s_fixes.Single(type => type.Name == fix);

        Assert.True(type.IsPublic);
        Assert.Equal([LanguageNames.CSharp], type.GetCustomAttribute<ExportCodeFixProviderAttribute>()!.Languages);
        Assert.NotNull(type.GetCustomAttribute<SharedAttribute>());
    }

    [Theory]
    [MemberData(nameof(Fixes))]
    public void Fix_MendsARuleThatExists(string fix)
    {
        var rules = typeof(EventGenGenerator).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .SelectMany(static type => ((DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics)
            .Select(static rule => rule.Id);

        Assert.Empty(Create(fix).FixableDiagnosticIds.Except(rules));
    }

    [Theory]
    [MemberData(nameof(Fixes))]
    public void Fix_HasTestsOfItsName(string fix) => Assert.NotNull(typeof(CatalogueTests).Assembly.GetTypes().SingleOrDefault(type => type.Name == $"{fix}Tests"));

    [Fact]
    public void EveryRule_HasOneFixAtMost_BesideRemovingWhatItIsAbout_OrStartingAVersion()
    {
        // A trigger's method is missing or has another signature: one of the two fixes is offered.
        Type[] besides = [typeof(RemoveAttributeFix), typeof(StartVersionFix), typeof(TriggerMethodFix)];
        string[] ids = [.. s_fixes.Except(besides).SelectMany(static type => Create(type.Name).FixableDiagnosticIds)];

        Assert.Equal(ids.Distinct(), ids);
    }

    private static CodeFixProvider Create(string fix) => (CodeFixProvider)Activator.CreateInstance(s_fixes.Single(type => type.Name == fix))!;
}
