import MerkleLog
import Testing

@Suite struct NoteTests {
    @Test func aCheckpointIsReadBackAndItsSignatureHoldsForItsTextOnly() throws {
        let signer = NoteSigner(name: "caselog/926")
        let checkpoint = Checkpoint(origin: "caselog/926", size: 5000, root: .leaf([1, 2, 3]))
        var note = SignedNote(text: checkpoint.noteText)
        try signer.sign(&note)
        let read = try #require(SignedNote(parsing: note.description))
        #expect(read == note)
        #expect(Checkpoint(noteText: read.text) == checkpoint)
        #expect(read.isSigned(by: signer.verifier))
        let changed = try #require(SignedNote(parsing: note.description.replacing("\n5000\n", with: "\n5001\n")))
        #expect(!changed.isSigned(by: signer.verifier))
        #expect(!read.isSigned(by: NoteSigner(name: "caselog/926").verifier))
    }

    @Test func aWitnessCanCountersign() throws {
        let (log, witness) = (NoteSigner(name: "caselog/926"), NoteSigner(name: "witness.example"))
        var note = SignedNote(text: Checkpoint(origin: "caselog/926", size: 1, root: .empty).noteText)
        try log.sign(&note)
        try witness.sign(&note)
        let read = try #require(SignedNote(parsing: note.description))
        #expect(read.isSigned(by: log.verifier) && read.isSigned(by: witness.verifier))
    }

    /// The example of the signed-note specification's verifier key format.
    @Test func aVerifierKeyReadsTheExampleOfTheSpecification() throws {
        let text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        let key = try #require(NoteVerifier(parsing: text))
        #expect(key.name == "PeterNeumann")
        #expect(key.description == text)
        let note = try #require(
            SignedNote(
                parsing: """
                    If you think cryptography is the answer to your problem,
                    then you don't know what your problem is.

                    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

                    """))
        #expect(note.isSigned(by: key))
        #expect(NoteVerifier(parsing: text.replacing("c74f20a3", with: "c74f20a4")) == nil)
    }

    @Test(arguments: ["", "a\n1\n", "a\n1\n\n— x\n", "a\n1\n\n— name AAAA\n", "a\n1\n\n- name AAAAAAAA\n"])
    func refusesWhatIsNotANote(text: String) { #expect(SignedNote(parsing: text) == nil) }

    @Test(arguments: [
        "caselog/926\n", "caselog/926\n-1\nAA==\n", "caselog/926\n05\n\(TreeHash.empty.base64)\n", "x\n1\nAA==\n",
    ])
    func refusesWhatIsNotACheckpoint(text: String) { #expect(Checkpoint(noteText: text) == nil) }
}
