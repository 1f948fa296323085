using System.Text;
using EventGen.Cli.Reading;
using EventGen.EventContracts;

namespace EventGen.Cli.Checking;

/// <summary>The events of one assembly, and the contract file of its project.</summary>
/// <param name="assembly">The assembly.</param>
/// <param name="file">The contract file.</param>
internal sealed class ProjectContract(ReadAssembly assembly, string file)
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public string File { get; } = file;

    public ModuleManifest Manifest => assembly.Manifest;

    /// <summary>The events that have a contract, as they are now.</summary>
    public IReadOnlyList<EventContract> Current { get; } = [.. assembly.Manifest.Events.Where(static declared => declared.IsKept).Select(static declared => declared.Contract).OfType<EventContract>()];

    /// <summary>What was accepted; <see langword="null"/> when there is no file.</summary>
    /// <exception cref="CommandException">The file cannot be read.</exception>
    public ContractFile? ReadAccepted() => System.IO.File.Exists(File) ? Parse(RegularFile.ReadText(File), File) : null;

    /// <summary>Reads a contract file's text.</summary>
    /// <exception cref="CommandException">It cannot be read.</exception>
    public static ContractFile Parse(string text, string name)
    {
        try
        {
            return ContractFileReader.Read(text);
        }
        catch (ContractFileException exception)
        {
            throw new CommandException($"{name}({exception.Line + 1}): the file {exception.Fact}: {exception.Remedy}.");
        }
    }

    /// <summary>Writes the file, with the line ends that it has.</summary>
    public void Write(ContractFile accepted)
    {
        string text = ContractFileWriter.Write(accepted);
        if (System.IO.File.Exists(File) && System.IO.File.ReadAllText(File).Contains("\r\n", StringComparison.Ordinal)) text = text.Replace("\n", "\r\n", StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, text, s_utf8);
    }
}
