namespace EventGen.Architecture.Tests;

public sealed class FileSizeTests
{
    private const int Limit = 450;

    [Fact]
    public void ProductCode_IsInFilesThatCanBeRead()
    {
        string[] files = [.. ProductTree.Files("src", ".cs"), .. ProductTree.Files("generators", ".cs")];

        Assert.NotEmpty(files);
        Findings.AssertNone(
            from file in files
            let lines = ProductTree.Read(file).AsSpan().Count('\n')
            where lines > Limit
            select $"{file} has {lines} lines; past {Limit} there are two ideas in it");
    }
}
