namespace EventGen.Architecture.Tests;

/// <summary>
/// The generator of log methods writes the classes of an assembly in an order that changes from build to build. So an assembly has one class of them, and what is compiled into several has none.
/// </summary>
public sealed class LogClassTests
{
    [Fact]
    public void Assembly_HasOneClassOfGeneratedLogMethodsAtMost()
    {
        var perProject = ProductTree.Files("src", ".cs").Where(static file => ProductTree.Read(file).Contains("[LoggerMessage(", StringComparison.Ordinal)).ToLookup(static file => file.Split('/')[1]);

        Assert.NotEmpty(perProject);
        Findings.AssertNone(
            from project in perProject
            where project.Key != "Samples" && project.Count() > (project.Key == "Shared" ? 0 : 1)
            select $"{project.Key}: {string.Join(", ", project)}");
    }
}
