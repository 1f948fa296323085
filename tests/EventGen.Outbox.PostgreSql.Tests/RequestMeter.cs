using System.Buffers.Binary;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>Finds the ends of the messages that a client sends on one connection, from its first byte on.</summary>
internal sealed class RequestMeter
{
    // The first messages of a connection have a length and a number, all others a letter and a length.
    private const int FirstHeaderLength = 8;
    private const int HeaderLength = 5;
    private const int Version = 3 << 16;

    private readonly byte[] _header = new byte[FirstHeaderLength];
    private bool _isStarting = true;
    private int _known;
    private int _left;

    /// <summary>Goes through what was sent next.</summary>
    /// <param name="chunk">What was sent.</param>
    /// <param name="endsMessage">Called at the end of each message; says whether to stop there.</param>
    /// <returns>How many bytes go before the stop; all of them where there is none.</returns>
    public int Pass(ReadOnlySpan<byte> chunk, Func<bool> endsMessage)
    {
        for (int i = 0; i < chunk.Length;)
        {
            int headerLength = _isStarting ? FirstHeaderLength : HeaderLength;
            if (_known < headerLength)
            {
                _header[_known++] = chunk[i++];
                if (_known < headerLength) continue;
                _left = _isStarting ? BinaryPrimitives.ReadInt32BigEndian(_header) - FirstHeaderLength : BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(1)) - 4;
                if (_isStarting) _isStarting = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(4)) != Version;
                if (_left > 0) _known = FirstHeaderLength;
            }

            int taken = Math.Min(_left, chunk.Length - i);
            _left -= taken;
            i += taken;
            if (_left > 0) continue;
            _known = 0;
            if (endsMessage()) return i;
        }

        return chunk.Length;
    }
}
