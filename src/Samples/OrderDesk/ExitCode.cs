namespace OrderDesk;

/// <summary>What the process returns; <see cref="DeskCommand"/> tells users. 1 is what System.CommandLine returns for wrong arguments, too.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int WrongArguments = 1;
    public const int UnusableFile = 2;
    public const int SomeFailed = 3;
}
